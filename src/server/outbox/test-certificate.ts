/**
 * A key and a certificate for receivers in tests: receiver.test, localhost, 127.0.0.1; good for a
 * hundred years, trusted by nobody else.
 *
 *   openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
 *     -subj /CN=receiver.test -addext basicConstraints=critical,CA:TRUE \
 *     -addext subjectAltName=DNS:receiver.test,DNS:localhost,IP:127.0.0.1
 */

export const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXWWJcW4XAtCju/Z6
k4UdDRQ05mL+jk3DIYa/YqqKUzyhRANCAAR+ZSo1Z+gUzQjGL+XrnNPqe8190qDD
yOR/zoe1JsKVxtGD2SMN86IsvMfCCZKWCQlzDzSL3PhFaSIUEuEnhxh7
-----END PRIVATE KEY-----
`;

export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBszCCAVigAwIBAgIUPZ8Zj9QxoBeZfeEHqrmvzlZD3zowCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDAgFw0yNjExMjMxODI4MjFaGA8yMTI2
MTAzMDE4MjgyMVowGDEWMBQGA1UEAwwNcmVjZWl2ZXIudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABH5lKjVn6BTNCMYv5euc0+p7zX3SoMPI5H/Oh7UmwpXG
0YPZIw3zoiy8x8IJkpYJCXMPNIvc+EVpIhQS4SeHGHujfjB8MB0GA1UdDgQWBBSw
knE/SlAjkurClf4f2fOIpHWCvzAfBgNVHSMEGDAWgBSwknE/SlAjkurClf4f2fOI
pHWCvzApBgNVHREEIjAggg1yZWNlaXZlci50ZXN0gglsb2NhbGhvc3SHBH8AAAEw
DwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA3JLxAu4vP4n8GbyQ
1/SLXm1pgvunS8W2SSOH61wGCBoCIQCiSQgdVAbczBtpHH8rOdI1jxeEsePIpIyg
Dc+I5WnkpQ==
-----END CERTIFICATE-----
`;
