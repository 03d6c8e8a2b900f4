package io.datasync.testkit.corpus;

import java.util.ArrayList;
import java.util.List;

/** Names that have broken programs like this one. */
final class OddNames {
    private static final List<String> TEXTS = List.of(
            // Bytes that break lists, terminals and shells.
            "line\nbreak.csv",
            "line\r\nend.csv",
            "tab\tstop.csv",
            "bell\u0007.csv",
            "escape\u001b[31m.csv",
            "delete\u007f.csv",
            " leading blank.csv",
            "-rf",
            "~",
            "$HOME",
            "`id`",
            "a;b&c'd.csv",
            "%41.csv",
            "#1.csv",
            "...",
            "..x",
            // The escape character of stored names, alone and before what looks like an escape.
            "\u241b.csv",
            "\u241b\u241b.csv",
            "a\u241b41b.csv",
            "\u241bdatasync",
            // Names that Windows and SMB shares refuse or change.
            "CON",
            "aux.txt",
            "nul.csv",
            "trailing dot.",
            "trailing blank ",
            "colon:stream.csv",
            "star*.csv",
            "question?.csv",
            "quote\".csv",
            "less<more>.csv",
            "pipe|.csv",
            "back\\slash.csv",
            // Names that differ in case only.
            "case.csv",
            "Case.csv",
            "CASE.CSV",
            // One letter composed and decomposed; characters one does not see; characters beyond 16 bits.
            "gr\u00fcn.csv",
            "gru\u0308n.csv",
            "zero\u200bwidth.csv",
            "right\u202eleft.csv",
            "\ud83d\ude00.csv",
            // The longest names there are: 255 bytes of one and of three bytes a character.
            "x".repeat(251) + ".csv",
            "\u20ac".repeat(85));

    private OddNames() {}

    /** Names that are text. */
    static List<RawName> texts() {
        return TEXTS.stream().map(RawName::ofText).toList();
    }

    /** Names that are not UTF-8, and three that become one text when taken for it. */
    static List<RawName> notText() {
        var names = new ArrayList<RawName>();
        names.add(RawName.ofBytes('l', 'a', 't', 'i', 'n', '-', 0xFC, '.', 'c', 's', 'v'));
        names.add(RawName.ofBytes('l', 'o', 'n', 'e', '-', 0x80));
        names.add(RawName.ofBytes('h', 'a', 'l', 'f', '-', 0xC3));
        names.add(RawName.ofBytes('o', 'v', 'e', 'r', 'l', 'o', 'n', 'g', '-', 0xC0, 0xAF));
        names.add(RawName.ofBytes('s', 'u', 'r', 'r', 'o', 'g', 'a', 't', 'e', '-', 0xED, 0xA0, 0x80));
        names.addAll(twins());
        return names;
    }

    /** Three names whose text, with the usual replacement character, is the same. */
    static List<RawName> twins() {
        return List.of(
                RawName.ofBytes('t', 'w', 'i', 'n', '-', 0xFE),
                RawName.ofBytes('t', 'w', 'i', 'n', '-', 0xFF),
                RawName.ofText("twin-\ufffd"));
    }
}
