import { readJsonLines } from './read-lines';
import { type Chance, createChance } from './sample';
import negatives from './secrets/negatives.json';
import places from './secrets/places.json';

/** A text, and the secrets in it as they stand there; none in a hard negative. */
export interface SecretSample {
	kind: string;
	text: string;
	secrets: string[];
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const alphanumeric = lower + upper + digits;
const hex = '0123456789abcdef';
const base64 = `${alphanumeric}+/`;
const base64UrlLetters = `${alphanumeric}-_`;
const capitals = `${upper}234567`;

type Make = (chance: Chance) => string;
const text = (chance: Chance, alphabet: string, length: number): string =>
	Array.from({ length }, () => alphabet[chance.below(alphabet.length)]).join('');
const uuid: Make = (c) => [8, 4, 4, 4, 12].map((length) => text(c, hex, length)).join('-');
const base64Url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A key of each service, as its manual describes its form. */
const formed: Record<string, Make> = {
	'aws-access-key-id': (c) => c.pick(['AKIA', 'ASIA']) + text(c, capitals, 16),
	'google-api-key': (c) => `AIza${text(c, base64UrlLetters, 34)}${text(c, alphanumeric, 1)}`,
	'google-oauth-client-secret': (c) => `GOCSPX-${text(c, alphanumeric, 28)}`,
	'google-oauth-token': (c) => `ya29.${text(c, alphanumeric, 120)}`,
	'azure-client-secret': (c) => `${text(c, alphanumeric, 3)}8Q~${text(c, alphanumeric, 34)}`,
	'digitalocean-token': (c) => `${c.pick(['dop', 'doo', 'dor'])}_v1_${text(c, hex, 64)}`,
	'databricks-token': (c) => `dapi${text(c, hex, 32)}`,
	'vault-token': (c) => `hvs.${text(c, alphanumeric, 24)}`,
	'terraform-token': (c) => `${text(c, alphanumeric, 14)}.atlasv1.${text(c, alphanumeric, 67)}`,
	'github-token': (c) => `gh${text(c, 'pousr', 1)}_${text(c, alphanumeric, 36)}`,
	'troupe-api-key': (c) => `trp_${text(c, alphanumeric, 43)}`,
	'github-fine-grained-token': (c) => `github_pat_${text(c, alphanumeric, 22)}_${text(c, alphanumeric, 59)}`,
	'gitlab-token': (c) => `glpat-${text(c, alphanumeric, 20)}`,
	'atlassian-token': (c) => `ATATT3xFfGF0${text(c, alphanumeric, 170)}=${text(c, '0123456789ABCDEF', 8)}`,
	'npm-token': (c) => `npm_${text(c, alphanumeric, 36)}`,
	'pypi-token': (c) => `pypi-AgEIcHlwaS5vcmc${text(c, alphanumeric, 140)}`,
	'docker-token': (c) => `dckr_pat_${text(c, alphanumeric, 27)}`,
	'linear-key': (c) => `lin_api_${text(c, alphanumeric, 40)}`,
	'notion-token': (c) => c.pick(['ntn_', 'secret_']) + text(c, alphanumeric, 43),
	'slack-token': (c) => `xox${text(c, 'bp', 1)}-${text(c, digits, 12)}-${text(c, digits, 12)}-${text(c, alphanumeric, 24)}`,
	'slack-webhook': (c) => `hooks.slack.com/services/T${text(c, capitals, 8)}/B${text(c, capitals, 8)}/${text(c, alphanumeric, 24)}`,
	'discord-bot-token': (c) =>
		`${Buffer.from(text(c, '123456789', 18)).toString('base64url')}.${text(c, alphanumeric, 6)}.${text(c, alphanumeric, 38)}`,
	'telegram-bot-token': (c) => `${text(c, '123456789', 10)}:AA${text(c, alphanumeric, 33)}`,
	'twilio-api-key': (c) => `SK${text(c, hex, 32)}`,
	'sendgrid-key': (c) => `SG.${text(c, alphanumeric, 22)}.${text(c, alphanumeric, 43)}`,
	'mailgun-key': (c) => `key-${text(c, hex, 32)}`,
	'stripe-key': (c) => `${c.pick(['sk', 'rk'])}_${c.pick(['live', 'test'])}_${text(c, alphanumeric, 24)}`,
	'shopify-token': (c) => `shpat_${text(c, hex, 32)}`,
	'square-token': (c) => `sq0atp-${text(c, alphanumeric, 22)}`,
	'paypal-braintree-token': (c) => `access_token$production$${text(c, lower + digits, 16)}$${text(c, hex, 32)}`,
	'mercado-pago-access-token': (c) => `APP_USR-${text(c, digits, 16)}-${text(c, digits, 6)}-${text(c, hex, 32)}-${text(c, digits, 9)}`,
	'pagarme-key': (c) => `ak_live_${text(c, alphanumeric, 30)}`,
	'asaas-key': (c) => `$aact_${text(c, alphanumeric, 140)}`,
	'efi-client-secret': (c) => `Client_Secret_${text(c, hex, 40)}`,
	'openai-key': (c) => `sk-proj-${text(c, alphanumeric, 48)}`,
	'anthropic-key': (c) => `sk-ant-api03-${text(c, base64UrlLetters, 90)}AA`,
	'huggingface-token': (c) => `hf_${text(c, lower + upper, 34)}`,
	'json-web-token': (c) => `${base64Url({ alg: 'HS256' })}.${base64Url({ sub: text(c, digits, 8) })}.${text(c, base64UrlLetters, 43)}`,
	'private-key': (c) => {
		const kind = c.pick(['RSA ', 'EC ', 'OPENSSH ', '']);
		const lines = [64, 64, 40].map((length) => text(c, base64, length));
		return `-----BEGIN ${kind}PRIVATE KEY-----\n${lines.join('\n')}\n-----END ${kind}PRIVATE KEY-----`;
	},
	'private-key-cut': (c) => `-----BEGIN PRIVATE KEY-----\\nMIIEv${text(c, base64, 59)}\\n${text(c, base64, 40)}`,
};

const word: Make = (c) =>
	c.pick(['gato', 'casa', 'Summer', 'Inverno', 'flamengo', 'maria', 'Dragon', 'monkey', 'sol', 'Trovão', 'cafe', 'azul', 'tiger']);
const password: Make = (c) =>
	c.pick<Make>([
		(chance) => `${word(chance)}${text(chance, digits, 3 + chance.below(3))}`,
		(chance) => `${word(chance)}${text(chance, '@#!$', 1)}${text(chance, digits, 4)}`,
		(chance) =>
			`${text(chance, upper, 1)}${text(chance, alphanumeric, 7)}${text(chance, digits, 1)}${text(chance, '@#$*', 1)}${text(chance, lower, 1)}`,
		(chance) => `${text(chance, alphanumeric, 10)}9`,
	])(c);

const generated: Make = (c) =>
	c.pick<Make>([
		(chance) => text(chance, hex, 32),
		(chance) => text(chance, hex, 40),
		(chance) => text(chance, alphanumeric, 24),
		(chance) => text(chance, base64UrlLetters, 42) + text(chance, digits, 1),
		(chance) => `${text(chance, base64, 43)}=`,
		uuid,
	])(c);

/** Texts with words, identifiers and code that only look as if a secret stood there, written by hand. */
export const harmlessTexts = readJsonLines<string>('bench/samples/secrets/harmless.jsonl');

/** `perKind` texts of each kind, all with at least one secret. */
export function secretPositives(seed: number, perKind: number): SecretSample[] {
	const chance = createChance(seed);
	const samples: SecretSample[] = [];
	const add = (kind: string, place: string, secret: string) =>
		samples.push({ kind, text: place.replace('%', () => secret), secrets: [secret] });
	for (const [kind, make] of Object.entries(formed)) for (let i = 0; i < perKind; i++) add(kind, chance.pick(places.keys), make(chance));
	for (const place of places.passwords) for (let i = 0; i < perKind; i++) add('password', place, password(chance));
	for (const place of places.generated) for (let i = 0; i < perKind; i++) add('generated', place, generated(chance));
	for (let i = 0; i < perKind; i++) {
		add('bearer', 'Authorization: Bearer %', text(chance, alphanumeric, 40));
		add('basic', 'Authorization: Basic %', Buffer.from(`admin:${password(chance)}`).toString('base64'));
	}
	return samples;
}

const hard: Record<string, Make> = {
	words: (c) => c.pick(negatives.words),
	placeholder: (c) => c.pick(negatives.placeholder),
	uuid: (c) => c.pick(['order ', 'id: ', 'pedido ', 'correlationId=', 'session for user ', 'https://example.com/items/']) + uuid(c),
	hash: (c) =>
		c.pick<Make>([
			(chance) => `commit ${text(chance, hex, 40)}`,
			(chance) => `Fixed in ${text(chance, hex, 7)} and ${text(chance, hex, 40)}.`,
			(chance) => `"integrity": "sha512-${text(chance, base64, 86)}=="`,
			(chance) => `sha256-${text(chance, base64, 43)}=`,
			(chance) => `sha256:${text(chance, hex, 64)}`,
			(chance) => `${text(chance, hex, 64)}  package.tgz`,
			(chance) => `md5: ${text(chance, hex, 32)}`,
			(chance) => `ETag: "${text(chance, hex, 32)}"`,
			(chance) => `password_hash: $2b$12$${text(chance, alphanumeric, 53)}`,
			(chance) => `image@sha256:${text(chance, hex, 64)}`,
			(chance) => `public_key: ${text(chance, hex, 64)}`,
			(chance) => `next_page_token=${text(chance, alphanumeric, 32)}`,
			(chance) => `cache-key: linux-node-${text(chance, hex, 64)}`,
			(chance) => `idempotency-key: ${uuid(chance)}`,
		])(c),
	image: (c) => `<img src="data:image/png;base64,iVBORw0KGgo${text(c, base64, 600)}==">`,
	certificate: (c) => `-----BEGIN CERTIFICATE-----\n${text(c, base64, 64)}\n${text(c, base64, 64)}\n-----END CERTIFICATE-----`,
	publicKey: (c) => `-----BEGIN PUBLIC KEY-----\n${text(c, base64, 64)}\n-----END PUBLIC KEY-----`,
	sshPublicKey: (c) => `ssh-rsa AAAAB3NzaC1yc2E${text(c, base64, 200)} ana@laptop`,
	publishable: (c) => `pk_live_${text(c, alphanumeric, 24)}`,
	mask: (c) => `Falei com [EMAIL_${c.below(9)}_${text(c, lower + digits, 6)}] e [CPF_${c.below(9)}_${text(c, lower + digits, 6)}] hoje.`,
	names: (c) => c.pick(negatives.names),
};

/** `perKind` texts of each kind, without a secret. */
export function secretNegatives(seed: number, perKind: number): SecretSample[] {
	const chance = createChance(seed);
	return Object.entries(hard).flatMap(([kind, make]) => Array.from({ length: perKind }, () => ({ kind, text: make(chance), secrets: [] })));
}
