import { findSecrets } from './scan-secrets';

const password = 'Xk9Tq2bLm4';
const found = (text: string) => findSecrets(text).map(({ start, end }) => text.slice(start, end));

describe('a label with decoration', () => {
	test.each([
		'**Senha:** §',
		'> **Senha:** §',
		'- **Password:** `§`',
		'***Password:*** §',
		'*Senha:* §',
		'_Senha_: §',
		'__Senha:__ §',
		'~~Senha:~~ §',
		'**Senha: **§',
		'`senha:` §',
		'**Senha:**\n`§`',
		'Senha: **§**',
		'Senha: _§_',
		'**Senha** — §',
		'senha - §',
		'Senha – §',
		'«Senha»: §',
		'Senha ⇒ §',
		'Senha ........ §',
		'“senha”: “§”',
		'Senha: «§»',
		'\\textbf{Senha:} §',
		'\\*\\*Senha:\\*\\* §',
	])('of Markdown or typography: %s', (text) => expect(found(text.replace('§', password))).toEqual([password]));

	test.each([
		'<b>Senha:</b> §',
		'<strong>Senha</strong>: §',
		'<b>Senha</b>: <code>§</code>',
		'<dt>Senha</dt><dd>§</dd>',
		'<td>Senha</td><td>§</td>',
		'<tr>\n<th>Senha</th>\n<td>§</td>\n</tr>',
		'<td class="l" style="width:40%">Senha</td><td style="color:#333333">§</td>',
		'<p>Senha:</p><p>§</p>',
		'<p><strong>Senha</strong></p>\n<p>§</p>',
		'<label>Senha</label><input type="text" value="§">',
		'Senha:<br/>§',
		'password=&quot;§&quot;',
		'password=&#39;§&#39;',
		'password:&nbsp;§',
		'<password>§</password>',
	])('of HTML: %j', (text) => expect(found(text.replace('§', password))).toEqual([password]));

	test.each([
		"password = f'§'",
		"password = b'§'",
		'password = rb"§"',
		'password = @"§"',
		'password = $"§"',
		'password = """§"""',
		"password = '''§'''",
		'const password: &str = "§";',
		'setPassword("§")',
		".set_password('§')",
		'builder.password("§")',
		'.withPassword(b"§")',
		'Password.of("§")',
		'new Password("§")',
		'password=\\\n  §',
		'{\\"password\\":\\"§\\"}',
		'{\\\\\\"password\\\\\\":\\\\\\"§\\\\\\"}',
		'password%3D§%26y%3D1',
		'{"password":{"value":"§"}}',
		'{"name":"password","value":"§"}',
		'"password": ["§"]',
		'password:\n  - §',
		'password: >-\n  §\n',
		'password=${X:-§}',
		'process.env.password || "§"',
		'config.password ?? "§"',
		'password := []byte("§")',
		'password: [§](https://x.org)',
		'<password type="string">§</password>',
		'<password><![CDATA[§]]></password>',
		'<key>password</key><string>§</string>',
		'<setting name="password" serializeAs="String"><value>§</value></setting>',
		'password (§)',
		'password=§&y=1',
		'user=rui&amp;password=§&amp;y=1',
	])('of code and encodings: %j', (text) => expect(found(text.replace('§', password))).toEqual([password]));

	test.each([
		'密码：§',
		'密码是§',
		'密码是§。',
		'password是§',
		'パスワードは§',
		'パスワード：§です',
		'비밀번호: §',
		'Passwort: §',
		'password:§谢谢',
	])('in another language: %s', (text) => expect(found(text.replace('§', password))).toEqual([password]));
});

test.each([
	['| user | senha |\n|---|---|\n| rui | § |'],
	['| senha | user |\n|:--|--:|\n| § | rui |'],
	['| user | **Senha** |\n|---|---|\n| rui | `§` |'],
	['user,password\nrui,§'],
	['user;password;role\nrui;§;admin\n'],
	['user\tpassword\nrui\t§'],
	['"user","password"\r\n"rui","§"\r\n'],
	['<table><tr><th>user</th><th>senha</th></tr><tr><td>rui</td><td>§</td></tr></table>'],
	['user,password\\nrui,§\\n'],
	["INSERT INTO users (name, password) VALUES ('rui', '§')"],
])('finds the value below the head of its column: %j', (text) => expect(found(text.replace('§', password))).toEqual([password]));

test('finds each row of a column, and each column', () => {
	const rows = Array.from({ length: 300 }, (_, row) => [`Xk9Tq${row}bLm4`, `a9f8e7d6c5b4${row + 100}f2`]);
	const text = ['user,password,api_key', ...rows.map(([password, key]) => `rui,${password},${key}`)].join('\n');
	expect(found(text)).toEqual(rows.flat());
});

test.each([
	...[
		'API key',
		'api_key',
		'Token',
		'Access token',
		'Licence key',
		'API-Schlüssel',
		'Zugriffstoken',
		'Kennwort',
		'clé API',
		"Clé d'API",
		'Jeton',
	],
	...[
		'Mot de passe',
		'chave de API',
		'Chave de acesso',
		'clave de API',
		'chiave API',
		'API-sleutel',
		'hasło',
		'ключ API',
		'токен',
		'пароль',
	],
	...['API密钥', '访问令牌', 'APIキー', 'アクセストークン', 'API 키', '토큰', 'şifre', 'lösenord', 'client_secret'],
])('finds a short value after %s, and below it', (label) => {
	expect(found(`${label}: ${password}`)).toEqual([password]);
	expect(found(`**${label}:** ${password}`)).toEqual([password]);
	expect(found(`| name | ${label} |\n|---|---|\n| rui | ${password} |`)).toEqual([password]);
	expect(found(`name,${label}\nrui,${password}\n`)).toEqual([password]);
});

test.each([
	['name|api_key\nrui|§'],
	['api_key|name\n§|rui'],
	['password|username1\n§|rui'],
	['"password","user1"\n"§","rui"'],
	['| api_key |\n|---|\n| § |'],
	['token | §\nregion | eu-west'],
])('tells heads of columns from values: %j', (text) => expect(found(text.replace('§', password))).toEqual([password]));

test.each(['qzwxyv4821', 'ABCD123456', '123456abcd', 'k3f9x2ab', 'Zx8PqRtWvN', 'abc123def4'])('finds a key without a sign: %s', (key) =>
	expect(found(`API key: ${key}`)).toEqual([key]),
);

test.each(['der API-Schlüssel ist §', 'la clé API est §', 'el token es §', 'API 키는 §', 'API key (staging, eu): §', 'API key: Ab3-§'])(
	'finds the key in a sentence: %s',
	(text) => expect(found(text.replace('§', password))).toHaveLength(1),
);

test.each([
	'token: gpt4turbo',
	'token: sha256sum',
	'API key: v1beta2',
	'Token: user1234',
	'auth: oauth2pkce',
	'API key name: prod2eu1',
	'token count: 12k34x9z',
	'chave: A1B2C3D4',
	'project key: PROJ1234',
	'user key: client2024',
	'| Parameter | Password |\n|---|---|\n| length | 12 |\n| rotation | 90days |',
	'| Option | Token |\n|---|---|\n| format | JWT |\n| lifetime | 3600s |',
	'token,count\nhouse,12\ngarden2,3',
	'key,value\nname,Ana2\nrole,admin',
	'| Senha | Guichê | Horário |\n|---|---|---|\n| A123 | 4 | 10h30 |',
	'| setting | password |\n|---|---|\n| `A_B2` | Read, as 12 characters [2] |',
	'one key (chatwoot/chatwoot#11901)',
	'I forgot my password, please help\nThanks, Maria2024x',
	'getPassword("prod/db-main2")',
	'findByToken("session-2024a")',
	't("password", "auth.form2")',
	'assertThat(user.getSecret("db-Main2024")).isNotNull();',
	'**Senha:** obrigatória, com 8 caracteres',
	'**Token:** o identificador da sessão (veja a seção 4.2)',
	'password - see chapter 4',
	'Senha - Guichê 12',
	'<label>Password</label><span>required</span>',
	'password(length=12)',
	'<label for="password" class="a">Senha2024</label>',
	'password: - mínimo de 8 caracteres\n- 1 letra',
	'token ?? createToken(id2)',
	'password || defaultPassword2',
])('finds nothing in %j', (text) => expect(found(text)).toEqual([]));

test.each([
	['a masked password in a URL (trufflesecurity/trufflehog#1489)', 'https://rui:%2A%2A%2A%2A%2A%2A%2A%2A@git.example.com/a', []],
	['a key with the signs of base64 (gitleaks/gitleaks#1336)', 'sasl_password=Qz7mT1+xWb4/LkD92vRfSy', ['Qz7mT1+xWb4/LkD92vRfSy']],
])('reads %s', (_, text, secrets) => expect(found(text)).toEqual(secrets));
