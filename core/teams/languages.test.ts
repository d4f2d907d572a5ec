import { identifySurely } from '../base/text/language';
import type { Tool } from '../ports/tools/tools';
import { listToolTexts } from '../tools/tool-texts';
import { createAgentTool, createReturnTool } from './agent-tool';
import { createScratchpadTools } from './scratchpad';

const pad = { settings: {}, read: async () => [], write: async () => undefined };
const describe = (description: string, handOver: boolean): Tool =>
	createAgentTool({ kind: 'agent', agent: 'stock', description, ...(handOver && { handOver }) } as never);

test.each([
	['en', 'Knows what is in the store and where it lies.'],
	['pt', 'Sabe o que há na loja e onde cada coisa está.'],
] as const)('what is added to tools is in the language of the prompt, or of the description (%s)', (language, own) => {
	const tools = [createReturnTool(language), ...createScratchpadTools(pad, 'stock', language), describe(own, true), describe(own, false)];
	const sentences = tools.flatMap(listToolTexts).filter((text) => /\w+ \w+ \w+ \w+/.test(text));
	expect(sentences.length).toBeGreaterThan(6);
	expect(sentences.filter((text) => identifySurely(text) !== language)).toEqual([]);
});
