import { findSecrets } from './scan-secrets';

const found = (text: string) => findSecrets(text).map(({ start, end }) => text.slice(start, end));
const jwt = (claims: object) =>
	`${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.q8Xw2_LmZ0-vR4tY7uB1nC5sD9fGhJ3k`;
const installation = `ghs_48213_${jwt({ iss: 'app', exp: 1790000000 })}`;
const manifest = (kind: string, data: string) => `apiVersion: v1\ndata:\n${data}\nkind: ${kind}\nmetadata:\n  name: shop\ntype: Opaque\n`;

describe('reads', () => {
	test.each([
		[
			'all values of a manifest whose kind is after them (gitleaks/gitleaks#1933)',
			manifest('Secret', '  ca.pem: bG9qYS1jYS0xNzI5\n  cert.pem: bG9qYS1jZXJ0LTgzMDE=\n  login: bG9qYS1sb2dpbi01NTE='),
			['bG9qYS1jYS0xNzI5', 'bG9qYS1jZXJ0LTgzMDE=', 'bG9qYS1sb2dpbi01NTE='],
		],
		[
			'a value in a block of a manifest (Yelp/detect-secrets#703)',
			manifest('Secret', '  foo: |\n    Y2FmZS1wcmV0by1xdWVudGUtNzc='),
			['Y2FmZS1wcmV0by1xdWVudGUtNzc='],
		],
		['a token of an installation with an id and a JSON Web Token (secretlint/secretlint#1518)', `using ${installation}.`, [installation]],
		['a password of sixteen mixed characters (BerriAI/litellm#40190)', 'REDIS_PASSWORD=wX7pT2kV9bN4cM6q', ['wX7pT2kV9bN4cM6q']],
		[
			'a key with dots (NousResearch/hermes-agent#113908)',
			'started with sk-Wq81mZtR.k2Lx90vBnY4cD7sA.u3Fh',
			['sk-Wq81mZtR.k2Lx90vBnY4cD7sA'],
		],
		[
			'a key after the marks of a merge (trufflesecurity/trufflehog#1340)',
			'+++ghp_q7Lw2Xz9Kb4Vn1Tm8Rc5Yd3Hs6Jf0PgAeUi',
			['ghp_q7Lw2Xz9Kb4Vn1Tm8Rc5Yd3Hs6Jf0PgAeUi'],
		],
		[
			'a private key on one line with spaces (trufflesecurity/trufflehog#2338)',
			'key=-----BEGIN RSA PRIVATE KEY----- MIICWwIBAAKBgQDx9 2kLmPq7Rt5Vz -----END RSA PRIVATE KEY-----',
			['-----BEGIN RSA PRIVATE KEY----- MIICWwIBAAKBgQDx9 2kLmPq7Rt5Vz -----END RSA PRIVATE KEY-----'],
		],
		[
			'the password of a connection string in code (trufflesecurity/trufflehog#3576)',
			'var c = "Server=tcp:loja.example.net,1433;User ID=app@loja;Password=pR4ta-9vento;Encrypt=True;";',
			['pR4ta-9vento'],
		],
		[
			'a key of xAI in a trace (NousResearch/hermes-agent#27349)',
			`ValueError: bad key xai-${'q7Lw2Xz9Kb4Vn1Tm8Rc5'.repeat(4)}`,
			[`xai-${'q7Lw2Xz9Kb4Vn1Tm8Rc5'.repeat(4)}`],
		],
	])('%s', (_title, text, secrets) => expect(found(text)).toEqual(secrets));
});

describe('leaves alone', () => {
	test.each([
		['a resource that only names a secret (gitleaks/gitleaks#1508)', manifest('ExternalSecret', '  cafe: Y2FmZS1wcmV0by0xMTI=')],
		['values that are encrypted already (gitleaks/gitleaks#1508)', manifest('Secret', '  cafe: ENC[AES256_GCM,data:p673w==,type:str]')],
		['a path of the settings in Go (Yelp/detect-secrets#629)', 'opts := &Options{adminPassword: config.MySecretPasswordVariable,}'],
		['the id of a tokenization (gitleaks/gitleaks#1219)', "tokenizationId: 'b81c04d97ea34f2690cd15e87f3a6b42'"],
		['a shortcut of the keyboard (twpayne/chezmoi#4679)', '"key": "ctrl+alt+pagedown"'],
		['the name of a field in a vault (gitleaks/gitleaks#1321)', "[envVar: 'TF_VAR_ROLE', vaultKey: 'shop-blue-01-role-id']"],
		['a pair of words (gitleaks/gitleaks#877)', 'Enter a valid username/password combination. Then sign in.'],
		[
			'tensors and captions (NousResearch/hermes-agent#96607)',
			'per_layer_token_embd.weight=CPU, IDENTITY_TOKEN=ohwxwoman, MAX_TOKENS=8192',
		],
		[
			'keys that are public by design (UnitOneAI/SecuritySkills#1105)',
			"Stripe('pk_live_51Hq8wXzKb4Vn1Tm8Rc5Yd3H'); Sentry.init({ dsn: 'https://4f1c9be07a2d4c5e8b3f6a1d9e0c7b25@o81723.ingest.us.sentry.io/45' })",
		],
	])('%s', (_title, text) => expect(found(text)).toEqual([]));
});
