import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { TroupeError } from '../../../core/base/errors';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { checkPrompt } from './check-prompt';

const content =
	'---\nmodel: small\nconfig: {temperature: 0}\ninput: {schema: {who: string, count?: integer}}\n---\nHi {{who}}{{json count}}';
const version = {
	...({ kind: 'prompt', name: 'tone', version: '1.2.0', sha256: '', warnings: [] } as const),
	content,
	format: 'dotprompt' as const,
};
const check = (variables: Record<string, string>, find: () => Promise<unknown> = () => Promise.resolve(version)) => {
	const definition = {
		id: 'clerk',
		version: '1.0.0',
		promptReference: { name: 'tone', range: '^1', variables },
	} as unknown as AgentDefinition;
	return checkPrompt(definition, { published: { find } as unknown as PublishedAgents });
};

test('an agent is told what of its Dotprompt it does not follow', async () => {
	expect(await check({ who: 'all' })).toEqual({
		problems: [],
		warnings: [
			'promptReference: the prompt tone 1.2.0 has model, config in its head, which agents do not follow: each has its own model, tools and output.',
		],
	});
});

test('a value that is missing or does not fit makes every run fail', async () => {
	expect(await check({})).toMatchObject({ problems: ['promptReference: The prompt tone 1.2.0 has inputs without a value: who.'] });
	expect(await check({ who: 'all', count: 'few' })).toMatchObject({ problems: [expect.stringContaining('count must be integer')] });
	const plain = { ...version, content: 'Hi {{who}}', format: undefined };
	expect(await check({}, () => Promise.resolve(plain))).toMatchObject({ problems: [expect.stringContaining('without a value: who')] });
	expect(await check({ who: 'all' }, () => Promise.resolve(plain))).toEqual({ problems: [], warnings: [] });
});

test('a prompt that is not there now may be there when the agent runs', async () => {
	expect(await check({}, () => Promise.resolve(undefined))).toMatchObject({
		problems: [],
		warnings: [expect.stringContaining('is not available')],
	});
	const refused = () => Promise.reject(new TroupeError({ code: 'MANIFEST_REVOKED', message: 'It is revoked.' }));
	expect(await check({}, refused)).toMatchObject({ problems: [], warnings: ['promptReference of the agent clerk: It is revoked.'] });
});
