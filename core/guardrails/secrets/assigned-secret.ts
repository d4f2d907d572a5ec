import { isReservedDomain, isTopLevelDomain } from '../personal-data/intl/internet/top-level-domains';
import { computeEntropy, consistsOfWords, isIdentifier, isPlaceholder } from './likely-secret';

export type SecretKind = 'password' | 'key' | 'general-key' | 'token' | 'secret' | 'bare-key' | 'bare-password';

/** Words before the name that change its meaning: `public_key`, `nextPageToken`, `palavra-chave`. */
const otherBefore =
	/(?:public|publishable|primary|foreign|sort|partition|cache|page|next|continuation|sync|cursor|idempotency|design|palavra|csrf|xsrf|authenticity|anti-?forgery|(?<![a-z])(?:max|min|num|total|by-?pass|com-?pass))[-_. ]?$/i;
/** `sitepass`, `compass`, `bypass`. */
const otherBeforePassword = /(?<![a-z])(?:site|com|by)[-_. ]?$/i;
/** Words after the name that state a fact about the secret: `tokenType`, `password_hash`, `secretName`, `token-based`. */
const otherBehind =
	/^s?[-_]?(?:type|name|nome|id(?!entity)|ids|hash(?:ed)?|digest|checksum|url|uri|endpoint|path|file|dir|length|len|size|count|limit|field|label|policy|strength|expir\w*|ttl|format|prefix|suffix|version|based|less|gateway|manager|required|hint|reset|placeholder|algorithm|alg|issuer|scope|audience|rules?|regex|pattern|input|form|page|provider|service|store|vault|ring|board|address|contract|symbol|word|frame|point|note|or|ors|ar(?:y|ies|ia\w*)|iro\w?|i[sz]\w{1,8}|or\w{1,8}|entication|entic\w*|age|enger?|ing|ive|port|ed)\b/i;
/** The same as a word of its own: `token type: …`. */
const otherWordBehind =
	/^s?[ ](?:type|name|nome|ids?|hash|ur[li]|endpoint|path|length|size|count|limit|policy|format|prefix|suffix|version|hint|algorithm|issuer|scope|audience|method|lifetime)[ \t]{0,3}(?:[:|]|=(?!["']))/i;
const code =
	/^(?:process\.env|os\.|env\.|self\.|this\.|config\.|settings\.|secrets?\.|vars?\.|args?\.|req\.|request\.|ctx\.|data\.|local\.|params?\.|props\.|state\.|await |new |null$|none$|true$|false$|undefined$|string$)|=>|&&|\|\|/i;
const call = /\w\(|\w\[['"\w]/;
const constant = /^[A-Z]{2,40}(?:_[A-Z]{1,40}){1,8}$/;
const elsewhere = /^(?:https?:\/\/|\.{0,2}\/|[A-Za-z]:\\|file:|data:|sha(?:1|256|384|512)[-:]|arn:|vault:|projects\/|op:\/\/|ref\+)/i;
/** `mx07.int.example.com`, `lb2.example.com:5215`: two dots, or one and a port. */
const host = /^(?:(?:[a-z0-9-]{1,63}\.){2,8}([a-z]{2,24})|(?:[a-z0-9-]{1,63}\.)([a-z]{2,24})(?=:))(?::\d{1,5})?(?:\/\S{0,300})?$/;
const mailAddress = /^[\w.+-]{1,64}@[\w-]{1,63}\.[a-z.]{2,24}$/i;
const fileName =
	/^[\w./-]{1,80}\.(?:txt|json|ya?ml|pem|key|crt|cer|env|js|ts|tsx|jsx|py|java|go|rb|php|md|html?|css|xml|png|jpe?g|svg|pdf|log|sh|cfg|conf|ini|toml|lock|zip)$/i;
/** These also mix letters and digits. */
const technical =
	/^(?:o?auth[-_]?[12](?:\.\d)?|base-?(?:16|32|58|62|64)(?:url)?|sha-?\d{1,3}\w{0,4}|md[245]|utf-?(?:8|16|32)\w{0,2}|bcrypt\w{0,3}|argon2\w{0,2}|pbkdf2\S{0,20}|scrypt\w{0,3}|[hrep]s(?:256|384|512)|aes-?\d{0,3}\S{0,8}|rsa-?\d{0,4}\S{0,8}|ed25519|x?25519|secp\w{4,8}|wpa[123]\S{0,10}|ipv[46]|http[s/]?[\d.]{0,3}|x509\S{0,4}|pkcs\S{1,4}|k8s|i18n|l10n|a11y|iso-?\d{3,6}|web[23]|win\d{1,2}|windows\d{1,2}|1password|p@ss(?:word|w0rd)?|passw0rd|password\d?)$/i;
const measure =
	/^\d{1,6}[-_]?(?:px|ms|s|seg|sec|secs|seconds|segundos|min|mins|minutes?|minutos?|h|hours?|horas?|days?|dias?|char\w{0,8}|caract\w{1,6}|digits?|d\u00EDgitos?|letras?|letters?|kb|mb|gb|bits?|bytes?|x|vezes|times|\u00BA|\u00AA|st|nd|rd|th)$/i;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const charactersOfKeys = /^[\w\-+/=.~:$!@#%^&*()?|]+$/;

/** Words before the value or the name that rule out a secret: Pix keys are personal data. */
const anotherKey = /\b(?:pix|nf-?e|nfc-?e|danfe|p\u00FAblica|public|prim\u00E1ria|estrangeira|idempot\w{0,8})\b/i;
/** Words that continue the name before its value: `senha do wifi`, `secret (production)`. */
const goesOn =
	/^[\w.-]{0,40}["'`\])*\\]{0,4}(?:[ \t]{0,3}(?:$|[^\w\s\u00C0-\u00FF])|\s{0,4}\n|[ \t]+(?:d[eoa]s?|n[oa]s?|em|para|pra|of|for|to|in|on|the|is|\u00E9|eh|era|was|as|como|que|i|we|nov[oa]|atual|antig[oa]|padr\u00E3o|tempor\u00E1ri[oa]|provis\u00F3ri[oa]|inicial|mestre|root|admin|key|token|hash|value|valor|api|wifi|ssh|ftp|sql|vpn)(?![\p{L}\p{N}]))/iu;
const numberedWord = /^\p{L}{3,20}\d{1,3}$/u;
/** The next line of a settings file whose own line was empty. */
const nextSetting = /^[\w.-]{1,40}[=:](?=[^=])/;
/** HashiCorp's roles sign in with `secret_id`. */
const idOfSecret = /^[-_ ]?id["'\s]{0,4}[:=]/i;
const user = /\b(?:user(?:name)?|login|usu\u00E1rio|usuario|conta|account|e-?mail|uid)\b/i;

/** @param name some words before the name, and all text from it to the value */
export function isAssignedSecret(value: string, kind: SecretKind, name: { before: string; after: string }, quoted: boolean): boolean {
	if (numberedWord.test(value) && !goesOn.test(name.after)) return false;
	if (name.after.includes('\n') && !name.after.includes('>') && nextSetting.test(value)) return false;
	if (kind === 'secret' && isUuid(value) && idOfSecret.test(name.after) && !otherBefore.test(name.before)) return true;
	return !isAnotherThing(kind, name) && !isNoValue(value, quoted) && fits(value, kind, name.before);
}

/** Other tables have such headings: the value must be a key, or mixed characters, without a space or the end of a bracket. */
export function isColumnSecret(value: string, kind: SecretKind, heading: { before: string; after: string }): boolean {
	if (/\s|[)\]};]$/.test(value)) return false;
	const looks = kind === 'password' || kind === 'bare-password' ? isMentionedSecret(value) : isAssignedSecret(value, kind, heading, false);
	return looks && !isAnotherThing(kind, heading);
}

function isAnotherThing(kind: SecretKind, { before, after }: { before: string; after: string }): boolean {
	if (kind.endsWith('password') && otherBeforePassword.test(before)) return true;
	if (otherBefore.test(before) || otherBehind.test(after) || otherWordBehind.test(after)) return true;
	return anotherKey.test(after) || (kind.endsWith('key') && kind !== 'bare-key' && anotherKey.test(before.slice(-20)));
}

function fits(value: string, kind: SecretKind, before: string): boolean {
	switch (kind) {
		case 'password':
			return isPassword(value);
		case 'bare-password':
			return user.test(before) ? isPassword(value) : isMentionedSecret(value);
		case 'secret':
			return isKey(value, 12) || isChosenSecret(value);
		case 'bare-key':
			return isBareKey(value, before);
		case 'general-key':
			return isKey(value, 12);
		default:
			return isKey(value, 12) || isShortKey(value);
	}
}

function isBareKey(value: string, before: string): boolean {
	// `HEROKU_KEY`
	if (isUuid(value)) return /[A-Z]{3}_$/.test(before);
	if (/^[A-Za-z0-9+/]{40,400}={1,2}$/.test(value)) return isKey(value, 40) && /\d/.test(value);
	return isKey(value, 24) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value) && !/[/.:]/.test(value);
}

/** Returns whether a word directly after "password" or "token" is a secret, not the sentence's next word: `Office365`. */
export function isMentionedSecret(value: string): boolean {
	if (isNoValue(value, false) || isUuid(value) || !/\d/.test(value)) return false;
	if (consistsOfWords(value) || isIdentifier(value) || /^\p{L}{1,20}\d{1,4}$/u.test(value)) return false;
	return countClasses(value) >= 3 || (value.length >= 20 && computeEntropy(value) > 3.3);
}

export const isUuid = (value: string): boolean => uuidForm.test(value);

function countClasses(value: string): number {
	return [/[a-z]/, /[A-Z]/, /\d/, /[@#$%&*!?+^~]/].filter((characters) => characters.test(value)).length;
}

function isNoValue(value: string, quoted: boolean): boolean {
	return (
		(!quoted && call.test(value)) ||
		isPlaceholder(value) ||
		code.test(value) ||
		constant.test(value) ||
		elsewhere.test(value) ||
		isHost(value) ||
		mailAddress.test(value) ||
		fileName.test(value) ||
		technical.test(value) ||
		measure.test(value)
	);
}

function isHost(value: string): boolean {
	const [match, ending, endingBeforePort] = host.exec(value) ?? [];
	const domain = ending ?? endingBeforePort;
	return match !== undefined && (isTopLevelDomain(domain!) || isReservedDomain(domain!));
}

function isPassword(value: string): boolean {
	if (value.length < (countClasses(value) >= 3 ? 5 : 6) || value.length > 128 || !/[\p{L}]/u.test(value)) return false;
	const digits = /\d/.test(value);
	const sign = /(?<=.)[@#$%&*!?+^~=](?=.)/.test(value);
	if (!digits && !sign) return value.length >= 16 && (!consistsOfWords(value) || /^[a-z]{16}$/.test(value));
	if (sign) return true;
	return !consistsOfWords(value) || !/[-_./:]/.test(value) || (/[A-Z]/.test(value) && value.length >= 8);
}

function isChosenSecret(value: string): boolean {
	return (
		value.length >= 8 &&
		value.length <= 64 &&
		/\d/.test(value) &&
		/[A-Za-z]/.test(value) &&
		!/[-_./:]/.test(value) &&
		!/^[a-z]{1,20}\d$/i.test(value)
	);
}

/** Several groups of digits, capitals within, or a long number; not a word, a name or a version. */
function isShortKey(value: string): boolean {
	if (consistsOfWords(value) || value.length < 8) return false;
	if (!isChosenSecret(value)) return countClasses(value) >= 3 && !/[/.:]/.test(value) && isMentionedSecret(value);
	return /\d\D+\d/.test(value) || capitalsWithin.test(value) || (value.length >= 10 && /\d{4}/.test(value) && !year.test(value));
}

const capitalsWithin = /^(?=.*[a-z]).*(?<![A-Za-z])[A-Za-z]?[a-z]?[A-Z](?![A-Za-z]{2})/;
const year = /(?<!\d)(?:19|20)\d\d(?!\d)/;

function isKey(value: string, fewest: number): boolean {
	if (value.length < fewest || value.length > 400 || !charactersOfKeys.test(value)) return false;
	if (isUuid(value)) return true;
	if (/^\d{16,80}$/.test(value)) return computeEntropy(value) >= 2.5;
	return !/^[\d.,:/ -]+$/.test(value) && !consistsOfWords(value) && !isIdentifier(value) && computeEntropy(value) >= 2.8;
}
