/** What editors check people's files with: `gulp build` writes each to `dist/schemas/`. */
import { readFileSync } from 'node:fs';
import { agentSchema } from '../../core/agents/definition/agent-definition';
import { settingChoices } from '../../core/base/settings/setting-choices';
import { pathSettings, toolSecretPrefix } from '../../core/base/settings/setting-names';
import { fileSettings } from '../../core/base/settings/settings-file';
import { policySchema } from '../../core/guardrails/policy/guardrail-policy';
import { promptHeadSchema } from '../../core/prompts/dotprompt/head-schema';
import { reportSchema } from '../../sandbox/report/report-shape';

/** The settings of `settings.json`, described as docs/operations/settings.md does. */
function settingsSchema() {
	const rows = readFileSync('docs/operations/settings.md', 'utf8').matchAll(/^\| (`.+?`) \| (.+) \|$/gm);
	const descriptions = new Map([...rows].flatMap(([, names, text]) => [...names!.matchAll(/`([^`]+)`/g)].map(([, name]) => [name, text])));
	const describe = (name: string) => descriptions.get(name)!.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
	const texts = [{ type: 'string' }, { type: 'array', items: { type: 'string' } }];
	const choices: Record<string, readonly string[]> = settingChoices;
	const valueOf = (name: string) => {
		const values = choices[name];
		if (values?.includes('true')) return { enum: [true, false, ...values] };
		if (values) return { enum: values };
		return { anyOf: pathSettings.has(name) ? texts : [...texts, { type: 'number' }, { type: 'boolean' }] };
	};
	return {
		$schema: 'http://json-schema.org/draft-07/schema#',
		title: 'Settings of Troupe',
		type: 'object',
		properties: {
			$schema: { type: 'string' },
			...Object.fromEntries(fileSettings.map((name) => [name, { description: describe(name), ...valueOf(name) }])),
		},
		patternProperties: { [`^${toolSecretPrefix}.`]: { anyOf: texts } },
		additionalProperties: false,
	};
}

export const schemas = {
	'agent-definition': agentSchema,
	'guardrail-policy': policySchema,
	'prompt-head': promptHeadSchema,
	'sandbox-report': reportSchema,
	settings: settingsSchema(),
};
