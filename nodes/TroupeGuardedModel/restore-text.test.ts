import { createVault } from '../../core/guardrails/vault/create-vault';
import { maskText } from '../../core/guardrails/masking/mask-text';
import { restoreReplyText, restoreTextStream } from './restore-text';

const address = '"ana maria"@example.com';

async function restored(write: (token: string) => string): Promise<[whole: string, inPieces: string]> {
	const vault = createVault(undefined, () => 'k3f9x2');
	const { text: token } = await maskText(address, { vault, mask: 'token' });
	const reply = write(token);
	const stream = restoreTextStream(vault);
	let pieces = '';
	for (const unit of reply) pieces += await stream.write(unit);
	return [await restoreReplyText(reply, vault), pieces + (await stream.end())];
}

test.each([
	'§',
	'```json\n§\n```',
	'``` json §```',
	'````json\n§\n````',
	'~~~json\n§\n~~~',
	'```jsonc\n§\n```',
	'```json title="x"\n§\n```',
	'```\n§\n```',
	'\ufeff§',
])('keeps JSON valid where a value has quotes, whole and in pieces: %j', async (fence) => {
	for (const text of await restored((token) => fence.replace('§', JSON.stringify({ mail: token }))))
		expect(JSON.parse(/\{[^]*\}/.exec(text)![0])).toEqual({ mail: address });
});

test.each(['Mail to §.', '~~old~~ §', 'json §', '[§]', '`§`'])('restores a value in words as it was: %j', async (words) => {
	const expected = words.replace('§', address);
	expect(await restored((token) => words.replace('§', token))).toEqual([expected, expected]);
});
