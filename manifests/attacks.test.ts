/** The page of attacks names a test for each attack that people expect to be refused, and the test is there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const expected = [
	'unknown key',
	'role confusion',
	'rollback',
	'rollback after a restart',
	'one item rolled back inside a newer snapshot',
	'an entry that vanishes',
	'freeze: expired snapshot',
	'freeze: endless 304',
	'mix-and-match',
	'endless body',
	'slow body',
	'one key under two kids counted twice',
	'key overlap during rotation',
	'poisoned /keys',
	'fast-forward to 2^53-1',
	'late revocation, with events',
	'late revocation, without events',
	'a flood of forged events',
	"another tenant's snapshot",
	'a flipped file',
	'an extra file',
	'a missing file',
	'a symlinked file',
	'../ in a path',
	'NUL in a path',
	'case twins',
	'NFC twins',
	'a swapped nested dependency',
	'swap after hash',
	'the clock set back',
	'the clock set back after decisions from memory',
	'revocation while an execution waits',
	"revocation while an execution waits, in n8n's queue mode",
	'queue mode',
	"queue mode, with n8n's own worker",
	'self-approval',
	'edit after approval',
	'registry down, warm',
	'registry down, cold',
	'a rollout with no metrics',
	// Beyond what people listed: the pitfalls of TUF and of tokens.
	'equivocation: two snapshots of one number',
	'one person with two keys',
	'a registry that approves on its own',
	'a root that rolls back',
	'a root that too few signed',
	'a root that skips an edition',
	'endless editions of the root',
	'a key that was revoked',
	'a redirect, a compressed answer',
	'a swapped hoisted dependency',
	'a dependency that shadows another',
	'swap after the decision',
	'a module planted beside Troupe',
	'a module planted beside a community package',
	'code in a folder named like a signed document',
	'changed, loaded and changed back',
	'JSON that is changed, loaded and changed back',
	'an agent of the package that is changed, read and changed back',
	'a list for n8n that is changed, read and changed back',
	'replaced while it runs',
	'a changed package, and a hook file from another folder',
	'alg none',
	'HMAC with the public key',
	'another algorithm of the same key',
	'a key in the header',
	'an address of keys in the header',
	'a critical extension',
	'an unencoded payload',
	'a kid that injects',
	'a name twice in JSON',
	'a token within a token',
	'another serialization',
	'base64url in another spelling',
	'an invalid time',
	'several audiences',
	// Sites without a network, and machines before their first contact.
	'a bundle for a site without a network, on a connected machine',
	'an older bundle',
	'registry down, cold, with what came with the package',
];

const rowsOf = (page: string) =>
	[...readFileSync(join(root, 'docs/manifests', page), 'utf8').matchAll(/^\| (.+?) \| ([MDKP]) \| `(.+?)` \| `(.+)` \|$/gm)].map(
		([, attack = '', starts = '', file = '', title = '']) => ({ attack, starts, file, title }),
	);

it('every attack that people expect to be refused is on the page, once', () => {
	expect(rowsOf('attacks.md').map(({ attack }) => attack)).toEqual(expected);
});

it.each(rowsOf('attacks.md'))('$attack: its test is there', ({ file, title }) => {
	const source = readFileSync(join(root, file), 'utf8');
	expect(
		["'", '"', '`'].some((quote) => source.includes(quote + title + quote) || source.includes(`${quote}attack: ${title}${quote}`)),
	).toBe(true);
});

it('the page in Portuguese says the same', () => {
	const tests = (page: string) => rowsOf(page).map(({ starts, file, title }) => ({ starts, file, title }));
	expect(tests('attacks.pt.md')).toEqual(tests('attacks.md'));
});
