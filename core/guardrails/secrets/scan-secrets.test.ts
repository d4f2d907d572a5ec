import fc from 'fast-check';
import { harmlessTexts, secretNegatives, secretPositives, type SecretSample } from '../../../bench/samples/secrets';
import { createGuard } from '../policy/create-guard';
import { maskSecrets } from './mask-secrets';
import { secretRules } from './rules';
import { findSecrets, maxCharacters, scanSecrets } from './scan-secrets';
import { slowTest } from '../../../test/support/slow-tests';

const found = (text: string) => findSecrets(text).map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);

slowTest('finds nearly every secret of two thousand samples, exactly as it stands there', () => {
	const samples = secretPositives(5, 20);
	const exact = samples.filter(({ text, secrets }) => {
		const matches = findSecrets(text);
		return matches.length === 1 && text.slice(matches[0]!.start, matches[0]!.end) === secrets[0];
	});
	expect(samples.length).toBeGreaterThan(1_600);
	expect(exact.length / samples.length).toBeGreaterThan(0.98);
});

slowTest('takes nearly nothing of a thousand hard negatives for a secret', () => {
	const samples = secretNegatives(6, 100);
	const wrong = samples.filter(({ text }: SecretSample) => findSecrets(text).length > 0);
	expect(samples.length).toBeGreaterThan(1_000);
	expect(wrong.length / samples.length).toBeLessThan(0.01);
});

test('finds nothing in three hundred harmless texts', () => {
	expect(harmlessTexts.length).toBeGreaterThan(250);
	expect(harmlessTexts.filter((text) => findSecrets(text).length > 0)).toEqual([]);
});

test('has one rule for each service, more only for several forms', () => {
	expect(secretRules.length).toBeGreaterThan(120);
	for (const { name, expression } of secretRules) {
		expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
		expect(expression.flags).toContain('y');
	}
});

test.each([
	['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYq82mLz0vXe', 'client-secret: wJalrXUtnFEMI/K7MDENG/bPxRfiCYq82mLz0vXe'],
	['a senha do banco é Banco@2024!', 'password: Banco@2024!'],
	['Usuário: admin Senha: 4dm1n!', 'password: 4dm1n!'],
	['login ana pass: qwerty123', 'password: qwerty123'],
	['api key is `abcd1234efgh5678ijkl`.', 'api-key: abcd1234efgh5678ijkl'],
	['- name: DB_PASSWORD\n  value: S3nh@123', 'password: S3nh@123'],
	['variable "db_password" {\n  default = "S3nh@123"\n}', 'password: S3nh@123'],
	['set("api_key", "a9f8e7d6c5b4a3f2")', 'api-key: a9f8e7d6c5b4a3f2'],
	['mongodb://app:9xK!2@pl@db.internal:27017', 'url-password: 9xK!2@pl'],
	['redis://:p4ssw0rd@localhost:6379', 'url-password: p4ssw0rd'],
	['user:Str0ngP4ss@tcp(127.0.0.1:3306)/db', 'dsn-password: Str0ngP4ss'],
	['curl -u admin:Sup3rS3cret! https://api.example.com', 'command-line-password: Sup3rS3cret!'],
	['otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=x', 'client-secret: JBSWY3DPEHPK3PXP'],
	['{"text":"use it\\nghp_16C7e42F292c6912E7710c838347Ae178B4a\\n"}', 'github-token: ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
	['key%3Dghp_16C7e42F292c6912E7710c838347Ae178B4a', 'github-token: ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
	['api.z-api.io/instances/3C1A2B3C4D5E6F708192A3B4C5D6E7F8/token/9F8E7D6C5B4A39281706F5E4', 'z-api-token: 9F8E7D6C5B4A39281706F5E4'],
	["sshpass -p 'S3cur3P@ss' ssh root@10.0.0.1", 'command-line-password: S3cur3P@ss'],
	["ALTER USER app IDENTIFIED BY 'Or4cle#Pwd'", 'sql-password: Or4cle#Pwd'],
	["SECRET_KEY = 'django-insecure-3k#9z!m@x2v^p7q&w8e*r1t(y5u)i0o'", 'api-key: django-insecure-3k#9z!m@x2v^p7q&w8e*r1t(y5u)i0o'],
	['https://oauth2:glpat-xY9zAbCdEfGhIjKl1234@gitlab.com/a/b.git', 'url-password: glpat-xY9zAbCdEfGhIjKl1234'],
	['postgres://app:%40Secr3t%21@pg/app', 'url-password: %40Secr3t%21'],
	['password: %DB_PASSWORD%', undefined],
	['http://example.com:8080@section', undefined],
	['password\n\nTr0ub4dor&3\n', 'password: Tr0ub4dor&3'],
	['wifi pw: Cafe2024!', 'password: Cafe2024!'],
	['senha do wifi: gato123', 'password: gato123'],
	["EMAIL_HOST_PASSWORD='abcdefghijklmnop'", 'password: abcdefghijklmnop'],
	['client_secret 7d3f9a1b-8c2e-4d5f-9e6a-0b1c2d3e4f5a', 'client-secret: 7d3f9a1b-8c2e-4d5f-9e6a-0b1c2d3e4f5a'],
	['{"clientSecret":"Xy9-Zk3_Lm7.Qp2~Rv8"}', 'client-secret: Xy9-Zk3_Lm7.Qp2~Rv8'],
	['minha chave pix é 123e4567-e89b-12d3-a456-426614174000', undefined],
	['esqueci a senha do Office365', undefined],
	['password managers such as 1Password and Bitwarden2', undefined],
	['token: ${{ secrets.GITHUB_TOKEN }}', undefined],
	['the API key is stored in /etc/app/config2.json', undefined],
	['PASS: Component3 renders', undefined],
	['if (token === undefined) throw new Error()', undefined],
	['git@github.com:org/repo.git, http://localhost:3000/users/@me', undefined],
	['secret_name: projects/123/secrets/db', undefined],
])('reads %j', (text, secret) => expect(found(text)).toEqual(secret === undefined ? [] : [secret]));

test('reads full-width letters and zero-width spaces, and reports positions in the original text', () => {
	const text = 'é ｇｈｐ＿16C7e42F2\u200B92c6912E7710c838347Ae178B4a!';
	expect(findSecrets(text)).toEqual([{ type: 'SECRET', rule: 'github-token', start: 2, end: text.length - 1, score: 0.95 }]);
});

test.each([65_500, 65_530, 65_590, 140_000])('finds a secret at its position far into a long text, after %i accents', async (length) => {
	const [{ text, secrets }] = secretPositives(5, 1) as [SecretSample];
	const long = `${'e\u0301\u200b'.repeat(length / 3)} ${text}`;
	expect((await scanSecrets(long)).map(({ start, end }) => long.slice(start, end))).toEqual(secrets);
});

test('returns matches in order, without overlaps, that cover text, for any text', () => {
	const pieces = fc.constantFrom(
		...['password=', 'ghp_', 'sk-', 'Abc12345', '://a:', '@b', ' ', '"', '\n', 'é', '\u200B', 'token: ', 'x'.repeat(40), 'eyJ', '.'],
	);
	fc.assert(
		fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 14 }), (parts) => {
			const text = parts.join('');
			let end = 0;
			for (const match of findSecrets(text)) {
				expect(match.start).toBeGreaterThanOrEqual(end);
				expect(match.end).toBeGreaterThan(match.start);
				end = match.end;
			}
			expect(end).toBeLessThanOrEqual(text.length);
		}),
		{ numRuns: 300 },
	);
});

test('a mask leaves nothing that is found again', () => {
	for (const { text } of secretPositives(7, 3)) {
		expect(found(maskSecrets(text, findSecrets(text), 'redact'))).toEqual([]);
		expect(found(maskSecrets(text, findSecrets(text), 'partial'))).toEqual([]);
	}
});

test.each([
	['key: sk-proj-abcdefghij0123456789abcdefghijA1b2', 'key: sk-proj-…A1b2'],
	['senha: gato123', 'senha: ***'],
	['password: "kD8fJ2mX9qL4zR7vB1nC"', 'password: "…B1nC"'],
])('masks %j partially', (text, masked) => expect(maskSecrets(text, findSecrets(text), 'partial')).toBe(masked));

/** Counts how often other work got a turn. */
async function turnsDuring(scan: () => Promise<unknown>): Promise<number> {
	let turns = 0;
	let done = false;
	const count = () => void (done || ((turns += 1), setImmediate(count)));
	setImmediate(count);
	await scan();
	done = true;
	return turns;
}

slowTest.each([
	'A',
	'user,password\nrui,Xk9Tq2bLm4\n',
	'password,x\n\n',
	'**Senha:** ',
	'key=',
	'token: ',
	'eyJ-',
	'://',
	'_live_',
	'@tcp(',
	' sk-',
	'senha a b c d e f g ',
])('lets others have their turn every so often while it reads much of %j, twice as often in twice as much', async (piece) => {
	const text = piece.repeat(60_000 / piece.length);
	const [once, twice] = [await turnsDuring(() => scanSecrets(text)), await turnsDuring(() => scanSecrets(text + text))];
	expect(once).toBeGreaterThanOrEqual(2);
	expect(twice).toBeLessThanOrEqual(2 * once + 3);
});

test('refuses a text that is too long, and names the max length', async () => {
	await expect(scanSecrets(' '.repeat(maxCharacters + 1))).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
});

test('is a check of policies: blocks with rule and position, or rewrites', async () => {
	const text = 'Use ghp_16C7e42F292c6912E7710c838347Ae178B4a now.';
	const guard = await createGuard({ id: 'a', onFailure: 'block', checks: [{ check: 'secrets', action: 'block' }] });
	const blocked = await guard.check('output', text, { language: 'pt' });
	expect(blocked).toMatchObject({
		outcome: 'blocked',
		violations: [{ code: 'SECRET', reason: expect.stringContaining('segredo'), matches: [{ start: 4, end: 44 }] }],
	});
	expect(JSON.stringify(blocked.violations)).not.toContain('ghp_');
	const rewriting = await createGuard({ id: 'a', onFailure: 'block', checks: [{ check: 'secrets', action: 'rewrite' }] });
	expect(await rewriting.check('tool-result', text)).toMatchObject({ outcome: 'rewritten', text: 'Use [SECRET] now.' });
});
