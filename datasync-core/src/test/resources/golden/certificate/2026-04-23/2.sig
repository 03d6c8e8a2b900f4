{
"format":"datasync-signatures-1",
"agent":{
"key":"074c64c8ef418571",
"statement":"datasync-signature-1 by=agent certificate=c672f41456992699d385c8da67b5c599ff98698296e2a05230417577c09f8aec runner=pc-17 job=images folder=2026-04-23 revision=2 setDigest=51848808a42e494197f443f140d3557d86fd8f5cbfc5036a0541e13ee28fd9af signedAt=2026-04-26T03:04:05.678901Z",
"signature":"6JIMW3xGAM446vU48wW4PWulFBJZb1eWrR9dpHfka1umXSi19/Iyk3SLTKxZOAV3BijxWXKYv1H7Pic7IQdEDA=="
},
"server":{
"key":"4ce5d3299e3deffe",
"statement":"datasync-signature-1 by=server certificate=c672f41456992699d385c8da67b5c599ff98698296e2a05230417577c09f8aec runner=pc-17 job=images folder=2026-04-23 revision=2 setDigest=51848808a42e494197f443f140d3557d86fd8f5cbfc5036a0541e13ee28fd9af signedAt=2026-04-26T03:04:07.678901Z",
"signature":"4zXnHudTqQLpE1duyXz+Js756wKebApciDXDP48lt7fjRl6NECdXqDqW5TIHB8ufBKAyHihk2E8oU6pI4QwkCw=="
}
}
