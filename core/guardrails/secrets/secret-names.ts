import type { SecretKind } from './assigned-secret';

/** Joins of the words of a name: `chave de API`, `clé d'accès`, `chiave dell'API`. */
const of = `[ _-](?:(?:d[aeio]s?|del|della|para|f\u00FCr)[ _-]|(?:d|dell)['\u2019])?`;
const services =
	'api|app|access|secret|private|auth|encrypt(?:ion)?|master|signing|account|shared|licen[cs]e|consumer|service|client|admin|session|webhook|merchant|storage|subscription|functions?|deploy|root|ssh|user|project|write|ingest(?:ion)?|personal|bot|hmac|aes|cipher|crypto';
const qualities =
	'api|acesso|acceso|accesso|acc[e\u00E8]s|secret[oa]?|secr[e\u00E8]te|segreta|priva[dt][oa]|priv[e\u00E9]e|\u0434\u043E\u0441\u0442\u0443\u043F\u0430';

/** A word must precede `key` if the key alone is that of a button or a row. */
const secretNames: ReadonlyArray<readonly [kind: SecretKind, rule: string, words: string]> = [
	[
		'password',
		'password',
		[
			'pass(?:word|wort|wd|phrase|code|ord(?![a-z]))|(?<=[_.-]|require)pass|passw|psw|pwd|(?<![A-Za-z])pw(?![A-Za-z])|kennwort|wachtwoord|l[\u00F6o]senord|adgangskode',
			'senha|palavra-passe|contrase\u00F1a|contrasenya|mot[ _-]de[ _-]passe|parola(?! chiave)|has\u0142o|heslo|jelsz\u00F3|salasana|\u015Fifre|m\u1EADt kh\u1EA9u|kata sandi',
			'пароль|κωδικός|סיסמה|كلمة (?:المرور|السر)|รหัสผ่าน|密码|密碼|口令|パスワード|비밀번호',
		].join('|'),
	],
	[
		'key',
		'api-key',
		[
			`(?:${services})[ _.-]?key`,
			`(?:api|zugangs|zugriffs|geheim|lizenz)[ _.-]?schl(?:\u00FC|ue)ssel|(?:api|toegangs)[ _.-]?sleutel|api[ _.-]?(?:nyckel|n\u00F8gle|n\u00F8kkel|anahtar\u0131|kulcs|avain)`,
			`(?:chave|clave|cl[e\u00E9]|chiave|klucz|kl\u00ED\u010D|ключ)${of}(?:${qualities})`,
			'(?:api|секретный)[ _.-]?(?:ключ|klju\u010D)|密钥|密鑰|金鑰|(?:api|アクセス|シークレット|秘密)[ _.-]?キー|(?:api|액세스|비밀)[ _.-]?키',
		].join('|'),
	],
	['general-key', 'api-key', 'chave|clave'],
	['token', 'token', 'token|jwt|credential|credencia[il]|authorization|(?<!o)auth|jeton|токен|令牌|トークン|토큰'],
	['secret', 'client-secret', 'secret|segredo|geheimnis|segreto|секрет|シークレット'],
	['bare-key', 'api-key', '(?<![A-Za-z])key'],
	['bare-password', 'password', '(?<![A-Za-z])pass'],
];
const form = new RegExp(secretNames.map(([, , words]) => `(${words})`).join('|'), 'gi');

export interface SecretName {
	start: number;
	end: number;
	kind: SecretKind;
	rule: string;
}

export function findName(text: string, from: number): SecretName | undefined {
	form.lastIndex = from;
	const name = form.exec(text);
	if (!name) return undefined;
	const [kind, rule] = secretNames[name.slice(1).findIndex((group) => group !== undefined)]!;
	return { start: name.index, end: form.lastIndex, kind, rule };
}
