import { findSecrets } from './scan-secrets';

const found = (text: string) => findSecrets(text).map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
const hex40 = '9c41d0be7fa25e83b6d7f1024ac8e95b3d60f7a2';

describe('services', () => {
	test.each([
		[`src login with sgp_${hex40}`, `sourcegraph-token: sgp_${hex40}`],
		[`SRC=sgp_local_${hex40}`, `sourcegraph-token: sgp_local_${hex40}`],
		[`SRC=sgp_b7e40c19d25fa863_${hex40}`, `sourcegraph-token: sgp_b7e40c19d25fa863_${hex40}`],
		[`licence slk_${hex40}${hex40.slice(0, 24)}`, `sourcegraph-token: slk_${hex40}${hex40.slice(0, 24)}`],
		[`SOURCEGRAPH: ${hex40}`, `sourcegraph-token: ${hex40}`],
		['fb 2093847561029384|Qm7-xT2vLk9pRz4_WnYb8sHcUaE', 'facebook-app-token: 2093847561029384|Qm7-xT2vLk9pRz4_WnYb8sHcUaE'],
		['?access_token=209384756102938%7CQm7-xT2vLk9pRz4WnYb8sHcUaEo', 'facebook-app-token: 209384756102938%7CQm7-xT2vLk9pRz4WnYb8sHcUaEo'],
		[`UID2 s-s4t2ud-${hex40}${hex40.slice(0, 24)}`, `intra42-secret: s-s4t2ud-${hex40}${hex40.slice(0, 24)}`],
		[`(s-s4t2af-${hex40}${hex40.slice(0, 24)})`, `intra42-secret: s-s4t2af-${hex40}${hex40.slice(0, 24)}`],
		['HEROKU_TOKEN=7F3A9C1E-2B4D-4E6F-8A0B-1C2D3E4F5A6B', 'token: 7F3A9C1E-2B4D-4E6F-8A0B-1C2D3E4F5A6B'],
	])('reads %j', (text, secret) => expect(found(text)).toEqual([secret]));

	test.each([
		'a | b | 2093847561029384|short',
		'| 209384756102938|descricao-do-produto-em-promocao |',
		'commit 9c41d0be7fa25e83b6d7f1024ac8e95b3d60f7a2 of sourcegraph',
		'sgp_of_a_function_name and slk_buffer_size',
	])('ignores %j', (text) => expect(found(text)).toEqual([]));
});

describe('users of curl', () => {
	test.each([
		['curl -u ":zK4!wq8Lm2xT" https://localhost:9200', 'zK4!wq8Lm2xT'],
		['curl -u "zK4wq8Lm2xT:" https://api.example.com/v1/charges', 'zK4wq8Lm2xT'],
		['curl -u zK4wq8Lm2xT: https://api.example.com/v1/charges', 'zK4wq8Lm2xT'],
		["curl --user  'bruna:v0lt4~92k' $URL", 'v0lt4~92k'],
		["curl --user bruna:'tR5mW9xQz3' -X PATCH", 'tR5mW9xQz3'],
		['curl -ubruna:tR5mW9xQz3 https://example.com', 'tR5mW9xQz3'],
		['curl -sSu bruna:tR5mW9xQz3 https://example.com', 'tR5mW9xQz3'],
		['curl --proxy-user bruna:tR5mW9xQz3 https://example.com', 'tR5mW9xQz3'],
		['curl -U "bruna:tR5mW9xQz3" https://example.com', 'tR5mW9xQz3'],
		['wget --user=bruna --password=tR5mW9xQz3 https://example.com', 'tR5mW9xQz3'],
		['curl -X PUT \\\n  -H "Accept: */*" \\\n  -u bruna:tR5mW9xQz3', 'tR5mW9xQz3'],
	])('reads %j', (text, secret) => expect(found(text).map((match) => match.slice(match.indexOf(': ') + 2))).toEqual([secret]));

	test.each([
		'curl -u user:password https://example.com',
		'curl -u username:token https://example.com',
		'curl -u "user:test" https://example.com',
		'curl -u "$1:$2" "$3"',
		'curl -u "${USER_NAME}:${PASS_WORD}" https://example.com',
		'curl -u "${user}":"${password}" https://example.com',
		'curl -u <user>:<password> https://example.com',
		'curl -u neo4j:[PASSWORD] http://localhost:7474',
		'curl -u "bruna" https://example.com',
		'curl -u ":" https://example.com',
		'curl -u "{{ user }}:{{ secret }}" https://example.com',
		'curl -u "$(cat user.txt):$(cat pass.txt)" https://example.com',
		'curl --user "bruna@example.com" --upload-file out.txt',
		'docker run -u 1000:1000 alpine',
		'docker run --user app:staff alpine',
		'rsync -u file.txt backup:/home/files2024',
		'journalctl -u nginx: see the log',
		'useradd -u 1001 app',
	])('ignores %j', (text) => expect(found(text)).toEqual([]));
});

describe('values that only look random', () => {
	test.each([
		// Hosts.
		'AuthSource: mx07231.int.acme-corp.com',
		'credentials.url=lb2-a1.api.f4br1ca.com:5215',
		'token_server: auth01-br.k8s.internal',
		'secret-store = vault3.sa-east-1.example.net',
		'auth: idp-7f3.login.example.io:8443/realms',
		// Keys from manuals.
		'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
		'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
		'ABSKQmVkcm9ja0FQSUtleS1EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEX',
		'token: ghp_EXAMPLEexampleEXAMPLEexample12345678',
		// Names in code.
		'auth = CURLAUTH_NTLM_WB2_DEFAULT',
		'secret_key = crypto_secretbox_xsalsa20poly1305_KEYBYTES;',
		'key = "id-Gost28147-89-CryptoPro-KeyMeshing";',
		'private_key = EVP_PKEY_X25519_new_raw2',
		'token = TOK_IDENT_0x7f',
		'api_key: kVK_ANSI_Keypad9_Code',
		'{ "service_key", hf_servicecelldescriptionparametersinformation_h },',
		'hf_servicecelldescriptionparametersinformationelement',
		'access_token = MBEDTLS_SSL_TLS1_3_TOKEN_MAX;',
		'client_secret = ssl3_get_client_secret_v13;',
		'keyVaultToStoreSecrets: shop2-qat-1208358310',
		// Alphabets.
		'const keyChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="',
		'secret = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"',
		'tokenChars: 0123456789abcdefghijklmnopqrstuvwxyz_-.',
		'api_key = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210"',
		'AIzaSyabcdefghijklmnopqrstuvwxyz1234567',
		'csrf-token=Mj2qykJO5rELyHgezQ69nzUX0i3OH67VWhikle15syazJOkrjJa3U2AbhIvUw==',
	])('ignores %j', (text) => expect(found(text)).toEqual([]));

	test.each([
		'api_key = "x9-Kf3.mQ2.zL8vT5"',
		'token: 9f2c.k3jd8.q7w1e.zx',
		'secret = "a1b2c3d4e5f6_g7h8i9j0k1"',
		'client_secret = "pq4_Zt81_mN0x_77Ru"',
		'password: Exemplo.2024!x',
	])('still finds %j', (text) => expect(found(text)).toHaveLength(1));
});
