{
"format":"datasync-signatures-1",
"agent":{
"key":"074c64c8ef418571",
"statement":"datasync-signature-1 by=agent certificate=9d15d25ea520bfbaf6a1798e18878dbc638d9e50648407cfa68ecadb58c95d9e runner=pc-17 job=images folder=2026-04-23 revision=1 setDigest=148b8e7d9278711085e9d472e9552070d4bcdeeade496488ba56b0dd565e8824 signedAt=2026-04-25T03:04:05.678901Z",
"signature":"vPWndzF2u/cl3e64HUpxnxLUQyZpUyDoTI/cVoXQpeTmj8lAStDBFUm8iXBfkw+Xk7iRu6E5/AgQ6v9+Wg+EDg=="
},
"server":{
"key":"4ce5d3299e3deffe",
"statement":"datasync-signature-1 by=server certificate=9d15d25ea520bfbaf6a1798e18878dbc638d9e50648407cfa68ecadb58c95d9e runner=pc-17 job=images folder=2026-04-23 revision=1 setDigest=148b8e7d9278711085e9d472e9552070d4bcdeeade496488ba56b0dd565e8824 signedAt=2026-04-25T03:04:07.678901Z",
"signature":"yrwTWQ+/j7aCANVhJgUXHdylIkR2wyU/kSqGkNJ+ejGk+07zt9E0oE0uMdgfizyv4SGT4VGvSaT5/krFWHDWBg=="
}
}
