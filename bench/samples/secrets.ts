import { type Chance, createChance } from './sample';

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

/** Where people leave keys; `%` is the key's place. */
const places = [
	'%',
	'Segue a chave: %',
	'my key is %, please check.',
	'"%"',
	'{"apiKey":"%"}',
	'TOKEN=%',
	'export SECRET_KEY="%"',
	'  token: %\n  region: sa-east-1',
	"const client = new Client({ key: '%' });",
	'curl -H "X-Key: %" https://api.example.com/v1',
	'Oi! A integração parou. Eu uso (%) desde ontem, e hoje deu 401.',
	'https://example.com/hook?key=%',
	'olha só\n\n%\n\nobrigado',
	'`%`',
];

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
const passwordPlaces = [
	'password=%',
	'DB_PASSWORD=%',
	'senha: %',
	'a senha do wifi da loja é %',
	'Minha senha é %, pode testar?',
	'My password is % and it does not work',
	'"password": "%"',
	'{\\"senha\\":\\"%\\"}',
	"$senha = '%';",
	'spring.datasource.password: %',
	'<password>%</password>',
	'login: admin / senha: %',
	'mysql --user root --password=% loja',
	'Server=db;User Id=sa;Password=%;Encrypt=true',
	'postgres://loja:%@db.example.com:5432/loja',
	'mongodb+srv://app:%@cluster0.example.net/prod',
	'https://deploy:%@git.example.com/repo.git',
	"passphrase => '%',",
	'| senha | % |',
	'password: string = "%"',
	'palavra-passe: %',
];

const generated: Make = (c) =>
	c.pick<Make>([
		(chance) => text(chance, hex, 32),
		(chance) => text(chance, hex, 40),
		(chance) => text(chance, alphanumeric, 24),
		(chance) => text(chance, base64UrlLetters, 42) + text(chance, digits, 1),
		(chance) => `${text(chance, base64, 43)}=`,
		uuid,
	])(c);
const generatedPlaces = [
	'api_key=%',
	'API_KEY: %',
	'"apiKey": "%"',
	'X-Api-Key: %',
	'CAMUNDA_CLIENT_SECRET=%',
	'client_secret: "%"',
	'"client_secret":"%"',
	'ACCESS_TOKEN=%',
	'auth_token = "%"',
	'o token de acesso é %',
	'Chave da API: %',
	'chave de api de produção: %',
	'segredo: %',
	'The API key for production is %.',
	'secret = "%"',
	'Authorization: Token %',
	'https://api.example.com/v1/orders?token=%&page=2',
	'aws_secret_access_key = %',
	"process.env.SECRET_KEY = '%'",
	'--api-key %',
	'credencial: %',
];

/** `perKind` texts of each kind, all with at least one secret. */
export function secretPositives(seed: number, perKind: number): SecretSample[] {
	const chance = createChance(seed);
	const samples: SecretSample[] = [];
	const add = (kind: string, place: string, secret: string) =>
		samples.push({ kind, text: place.replace('%', () => secret), secrets: [secret] });
	for (const [kind, make] of Object.entries(formed)) for (let i = 0; i < perKind; i++) add(kind, chance.pick(places), make(chance));
	for (const place of passwordPlaces) for (let i = 0; i < perKind; i++) add('password', place, password(chance));
	for (const place of generatedPlaces) for (let i = 0; i < perKind; i++) add('generated', place, generated(chance));
	for (let i = 0; i < perKind; i++) {
		add('bearer', 'Authorization: Bearer %', text(chance, alphanumeric, 40));
		add('basic', 'Authorization: Basic %', Buffer.from(`admin:${password(chance)}`).toString('base64'));
	}
	return samples;
}

const hard: Record<string, Make> = {
	words: (c) =>
		c.pick([
			'Use an api-gateway in front of the service.',
			'We moved to token-based authentication last week.',
			'The password must have at least 8 characters and 1 digit.',
			'A senha deve ter no mínimo 8 caracteres.',
			'Esqueci minha senha, como faço para redefinir?',
			'Qual é a senha do wifi?',
			'password: required',
			'senha: obrigatória',
			'token: string',
			'The secret to good coffee: fresh beans.',
			'O segredo é a alma do negócio: atendimento.',
			'A chave do apartamento está com o porteiro.',
			'chave pix: telefone da loja',
			'palavra-chave: promoção de natal 2024',
			'keyword: running-shoes-2024',
			'My senha de atendimento é P042',
			'I lost my key: where is the spare-key holder?',
			'Basic plan: R$ 49,90; bearer bonds are not accepted.',
			'Authentication: OAuth2.0 with PKCE',
			'passphrase-protected-keys are supported',
			'It is a basic understanding of bearer token authentication.',
			'The token type is access_token_v2.',
			'hash de senha com bcrypt12',
			'WiFi password: see the back of the router',
			'senha: a mesma de sempre',
			'The pass: valid until 2024-12-31',
			'passed: 128, failed: 3',
			'author: joaosilva1990',
			'secretaria: Rua das Flores 123',
			'max_tokens: 4096',
			'tokens used: 15342',
			'total_tokens=128000',
			'compass: north-west-45',
			'bypass: cache-control-v2',
			'A chave de acesso da NF-e: 35240314200166000187550010000000461550010465',
		]),
	placeholder: (c) =>
		c.pick([
			'sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
			'OPENAI_API_KEY=YOUR_API_KEY',
			'api_key: <token>',
			'TOKEN=${TOKEN}',
			'password: {{ db_password }}',
			'password=changeme',
			'password=change-me-please1',
			'senha: sua_senha_aqui',
			'senha=********',
			'token = "..."',
			'const key = process.env.API_KEY',
			'api_key=os.environ["API_KEY"]',
			'password = getpass.getpass()',
			'apiKey: config.get("stripe.apiKey")',
			'https://user:password@example.com',
			'postgres://user:pass@host:5432/db',
			'postgres://${DB_USER}:${DB_PASS}@localhost/app',
			'Authorization: Bearer <your-token-here>',
			'Authorization: Bearer YOUR_ACCESS_TOKEN_HERE',
			'Authorization: Bearer {{access_token}}',
			'AKIAXXXXXXXXXXXXXXXX',
			'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
			'sk_live_xxxxxxxxxxxxxxxxxxxxxxxx',
			'sk-your-key-here-please-replace',
			'xoxb-your-token-goes-here',
			'-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
			'client_secret: "INSERT_CLIENT_SECRET_HERE"',
			'SECRET_KEY=$SECRET_KEY',
			'password: %DB_PASSWORD%',
			'api_key: "placeholder-api-key-1"',
			'password = None',
			'token: null',
			'password: ENC_PASSWORD_FROM_VAULT',
			'senha: [EMAIL_1_k3f9x2]',
			'token: [CPF_12_ab3d5f]',
		]),
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
	names: (c) =>
		c.pick([
			'anticonstitucionalissimamente pneumoultramicroscopicossilicovulcanoconiose',
			'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
			'import { createHttpClientFactoryProvider } from "@example/http-client-factory-provider-v2"',
			'.btn-primary--large__icon-left_active { color: #ff00aa }',
			'class="MuiButtonBase-root-1234 css-1q2w3e4r5t"',
			'sk-SK locale, sk-learn pipeline and sk-module-name',
			'npm install eslint-plugin-jsx-a11y@6.8.0 n8n-nodes-base',
			'IMG_20240115_123456789.jpg and relatorio-final-v2-revisado.pdf',
			'/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30',
			'com.example.project.security.AuthenticationTokenProviderFactoryBean',
			'risk-management-system-2024 task-force-blue desk-lamp-model-x200',
			'https://example.com/blog/how-to-rotate-your-api-keys-in-2024',
			'pedido BR2024ABC1234567 rastreio QM123456789BR',
			'the re_render_on_change_of_props flag and hf_transfer package',
			'npm_config_loglevel=error npm_package_name',
			'ghp_ is the prefix of GitHub tokens, hvs. that of Vault',
			'key-value-store and key-management-service',
			'test_should_return_401_when_token_expired_in_2024',
			'arn:aws:iam::123456789012:role/service-role/my-lambda-role',
			'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf',
			'boleto 34191.79001 01043.510047 91020.150008 5 96610000014500',
			'00020126580014br.gov.bcb.pix0136',
			'base64 of it: SGVsbG8gd29ybGQsIGhvdyBhcmUgeW91Pw==',
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36',
			'GET /v1/tokens/validate HTTP/1.1',
			'secretName: db-credentials-2',
			'token_endpoint: https://auth.example.com/oauth2/v1/token',
			'"token_type": "bearer", "expires_in": 3600',
			'AIza is how Google keys start; AKIA is how those of AWS do.',
			'password_min_length = 12',
			'ls -la /etc/ssl/private/key-2024.pem',
			'docker run -e TOKEN_FILE=/run/secrets/token app:1.2.3',
			'UEsDBBQABgAIAAAAIQ is how documents begin in base64',
		]),
};

/** `perKind` texts of each kind, without a secret. */
export function secretNegatives(seed: number, perKind: number): SecretSample[] {
	const chance = createChance(seed);
	return Object.entries(hard).flatMap(([kind, make]) => Array.from({ length: perKind }, () => ({ kind, text: make(chance), secrets: [] })));
}
