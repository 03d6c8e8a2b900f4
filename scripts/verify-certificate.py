#!/usr/bin/env python3
"""Checks certificates of sealed folders without DataSync: signatures, sums, chain, and with --files the archived bytes.

The format is in docs/reference/certificates.md. Needs Python 3.8 and openssl 1.1.1 or newer, for Ed25519.
Exit codes: 0 all good, 1 one is bad (it and the reason are named), 2 one could not be checked and none was found bad.
"""
import argparse, base64, hashlib, json, os, re, subprocess, sys, tempfile

ESC = "\u241b"
STATEMENT = ("datasync-signature-1 by={by} certificate={digest} runner={runner} job={job} folder={folder}"
             " revision={revision} setDigest={setDigest} signedAt={signedAt}")
DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(\..*)?$", re.I | re.S)


class Bad(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def need(right, reason):
    if not right:
        raise Bad(reason)


def parsed(data, kind):
    try:
        value = json.loads(data.decode())
    except ValueError as e:
        raise Bad("cut short, or no JSON: %s" % e)
    need(isinstance(value, dict) and value.get("format") == kind, "not a %s" % kind)
    return value


def trusted_keys(given):
    files = [given]
    if os.path.isdir(given):
        files = [os.path.join(given, name) for name in sorted(os.listdir(given)) if name.endswith(".json")]
    keys = [parsed(read(name), "datasync-key-1") for name in files]
    for key in keys:
        need(sha256(base64.b64decode(key["publicKey"]))[:16] == key["keyId"], "the key %s is another" % key["keyId"])
    return {key["keyId"]: key for key in keys}


def signature_holds(public_key, statement, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "statement", "signature")]
        for name, content in zip(names, (base64.b64decode(public_key), statement.encode(), base64.b64decode(signature))):
            with open(name, "wb") as file:
                file.write(content)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", names[0],
                               "-in", names[1], "-sigfile", names[2]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode and b"Signature Verification Failure" not in done.stdout:
        raise OSError("openssl: " + done.stdout.decode(errors="replace").strip())
    return done.returncode == 0


def check_signature(by, signed, certificate, digest, keys, moment):
    need(signed, "not signed by the " + by)
    key = keys.get(signed["key"])
    need(key, "the %s's key %s is not among those given" % (by, signed["key"]))
    need(key["use"] == by and key["runner"] == (certificate["runner"] if by == "agent" else None),
         "the key %s is not the %s's" % (signed["key"], by))
    # Without the Z, times sort as text.
    need(key["validFrom"].rstrip("Z") <= moment.rstrip("Z")
         and (key["validUntil"] is None or moment.rstrip("Z") < key["validUntil"].rstrip("Z")),
         "the key %s was not valid at %s" % (signed["key"], moment))
    signed_at = signed["statement"].rpartition(" signedAt=")[2]
    need(signed["statement"] == STATEMENT.format(by=by, digest=digest, signedAt=signed_at, **certificate),
         "not what the %s signed: changed, or of another folder" % by)
    need(signature_holds(key["publicKey"], signed["statement"], signed["signature"]),
         "the signature of the %s does not hold" % by)


def path_bytes(text):
    return re.sub(ESC.encode() + b"([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), text.encode())


def entry_digest(entry):
    fields = (b"\x01", path_bytes(entry["path"]), entry["kind"].encode(), entry["size"].to_bytes(8, "big", signed=True),
              int(entry["ticks"]).to_bytes(8, "big", signed=True), bytes.fromhex(entry["digest"]))
    return hashlib.sha256(b"".join(len(field).to_bytes(4, "big") + field for field in fields)).digest()


def check_sums(certificate):
    entries = certificate["entries"]
    digests = [entry_digest(entry) for entry in entries]
    order = [path_bytes(entry["path"]) + (b"/" if entry["kind"] == "d" else b"") for entry in entries]
    need(all(a < b for a, b in zip(order, order[1:])), "its entries are not in order")
    need(all(entry["path"].startswith(certificate["folder"] + "/") for entry in entries), "it has entries of another folder")
    need(certificate["count"] == len(entries), "it says %s entries and has %d" % (certificate["count"], len(entries)))
    need(certificate["bytes"] == sum(entry["size"] for entry in entries), "its number of bytes is wrong")
    total = sum(int.from_bytes(digest, "big") for digest in digests) % 2 ** 256
    need(certificate["setDigest"] == "%064x" % total, "its set digest is wrong")
    need(certificate["entriesDigest"] == sha256(b"".join(digests)), "its entries digest is wrong")


def stored_names(text):
    """How stores write a path: as its bytes, or in names that every share takes."""
    posix = [path_bytes(name).replace(ESC.encode(), b"".join(b"%s%02X" % (ESC.encode(), b) for b in ESC.encode()))
             for name in text.split("/")]
    portable = [re.sub(r'["\\:|<>*?]|[. ]\Z', lambda found: "%s%02X" % (ESC, ord(found[0])), name) for name in text.split("/")]
    portable = ["%s%02X%s" % (ESC, ord(name[0]), name[1:]) if DEVICE.match(name) else name for name in portable]
    return [os.path.join(*posix), os.path.join(*portable).encode()]


def file_digest(path):
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            sha.update(part)
    return sha.hexdigest()


def fault_of_file(root, entry):
    names = stored_names(entry["path"])
    current = [os.path.join(root, name) for name in names]
    if entry["kind"] == "d":
        return None if any(map(os.path.isdir, current)) else "missing"
    version = ("%s-%s" % (entry["ticks"], entry["digest"][:16])).encode()
    versions = [os.path.join(root, b".datasync", b"versions", name, version) for name in names]
    there = [path for path in current + versions if os.path.isfile(path) and not os.path.islink(path)]
    if not there:
        return "missing"
    return None if any(file_digest(path) == entry["digest"] for path in there) else "not the certified bytes"


def check(path, keys, files):
    data = read(path)
    certificate = parsed(data, "datasync-certificate-1")
    name, folder = os.path.basename(path), os.path.basename(os.path.dirname(os.path.abspath(path)))
    need(name == "%s.json" % certificate["revision"], "its name is not its revision, %s" % certificate["revision"])
    need(folder == certificate["folder"] or not re.match(r"\d{4}-\d\d-\d\d$", folder), "it is of %s" % certificate["folder"])
    need(os.path.exists(path[:-4] + "sig"), "not signed: its .sig is missing")
    signatures = parsed(read(path[:-4] + "sig"), "datasync-signatures-1")
    need(signatures["server"], "not countersigned by the server")
    moment = signatures["server"]["statement"].rpartition(" signedAt=")[2]
    for by in ("server", "agent"):
        check_signature(by, signatures[by], certificate, sha256(data), keys, moment)
    check_sums(certificate)
    previous, chain = certificate["previous"], "the first"
    if previous:
        before = os.path.join(os.path.dirname(path), "%s.json" % previous["revision"])
        chain = "follows %s" % previous["revision"]
        if os.path.exists(before):
            need(sha256(read(before)) == previous["digest"], "%s is not the certificate that it follows" % before)
        else:
            chain += ", which is not here"
    faults = []
    if files:
        faults = [(entry, fault_of_file(os.fsencode(files), entry)) for entry in certificate["entries"]]
        faults = ["%s: %s" % (entry["path"], fault) for entry, fault in faults if fault]
    need(not faults, "%d of %d files\n  %s" % (len(faults), certificate["count"], "\n  ".join(faults)))
    print("good: %s/%s of job %s of %s, %s: %s entries, %s bytes, %d losses; countersigned at %s%s" % (
        certificate["folder"], certificate["revision"], certificate["job"], certificate["runner"], chain, certificate["count"],
        certificate["bytes"], len(certificate["losses"]), moment, "; all files read and equal" if files else ""))


def checked(action, path, *given):
    """What action returns and the exit code; None with it when there is nothing."""
    try:
        return action(*given), 0
    except (Bad, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as e:
        print("bad: %s: %s" % (path, e if isinstance(e, Bad) else "not in its form: %r" % e), file=sys.stderr)
        return None, 1
    except OSError as e:
        print("not checked: %s" % e, file=sys.stderr)
        return None, 2


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", required=True, help="public keys that you trust: a file or a folder, best not from the same share")
    parser.add_argument("--files", metavar="ARCHIVE", help="the job's folder on the share: read every file, too")
    parser.add_argument("certificate", nargs="+", help="<revision>.json, with <revision>.sig beside it")
    arguments = parser.parse_args()
    keys, code = checked(trusted_keys, arguments.keys, arguments.keys)
    if code:
        return code
    codes = {checked(check, path, path, keys, arguments.files)[1] for path in arguments.certificate}
    shares = [os.path.realpath(path).split("/.datasync/")[0] + "/" for path in arguments.certificate]
    if codes == {0} and os.path.realpath(arguments.keys).startswith(tuple(shares)):
        print("note: the keys lie on the same share, so this shows that nothing was damaged, not who signed")
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
