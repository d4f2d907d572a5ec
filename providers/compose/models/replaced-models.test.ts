import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { limitReplacedModels } from './replaced-models';

const route: AgentDefinition['model']['route'] = [
	{ provider: 'openai', model: 'gpt-9' },
	{ provider: 'anthropic', model: 'claude' },
];
const host = (environment = {}) => ({ providers: { openai: { apiKey: 'k', baseUrl: 'http://x', model: 'other' } }, environment });

it('an agent of a folder asks the model of the settings, and says so', () => {
	const limited = limitReplacedModels(route, false, host());
	expect(limited.host.providers.openai?.model).toBe('other');
	expect(limited.warnings).toEqual([expect.stringMatching(/^openai:other is asked in place of openai:gpt-9/)]);
});

it('a published agent asks the models of its definition, and says which one it does not ask', () => {
	const { host: own, warnings } = limitReplacedModels(route, true, host());
	expect(own.providers.openai).toEqual({ apiKey: 'k', baseUrl: 'http://x', model: undefined });
	expect(warnings).toEqual([expect.stringMatching(/^openai:gpt-9 is asked, not openai:other .*TROUPE_REPLACED_MODELS=allow/)]);
});

it('the operator can let settings replace the models of published agents', () => {
	const { host: own, warnings } = limitReplacedModels(route, true, host({ TROUPE_REPLACED_MODELS: 'allow' }));
	expect([own.providers.openai?.model, warnings.length]).toEqual(['other', 1]);
});

it('says nothing of a setting that names the model of the definition', () => {
	const same = { providers: { openai: { apiKey: 'k', model: 'gpt-9' } } };
	expect(limitReplacedModels(route, true, same)).toEqual({ host: same, warnings: [] });
});
