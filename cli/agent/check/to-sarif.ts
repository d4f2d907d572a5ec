import { homepage, version } from '../../../package.json';
import { pathToFileURL } from 'node:url';
import { flowRules, type Flaw, type FlowRuleId } from '../../../core/agents/check/flow-rules';

const ids = Object.keys(flowRules) as FlowRuleId[];

/** Converts findings to SARIF 2.1.0 (OASIS). @param path of the file of the agent; absent for a published one */
export function toSarif(checked: ReadonlyArray<{ path?: string; flaws: readonly Flaw[] }>) {
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'troupe agent check', version, informationUri: homepage, rules: ids.map(toRule) } },
				results: checked.flatMap(({ path, flaws }) => flaws.map((flaw) => toResult(flaw, path))),
			},
		],
	};
}

const toRule = (id: FlowRuleId) => ({
	id,
	shortDescription: { text: flowRules[id].title },
	help: { text: flowRules[id].fix },
	helpUri: `${homepage}/blob/main/docs/agents/check.md#${id}`,
	defaultConfiguration: { level: flowRules[id].level },
	properties: { tags: ['security'] },
});

/** A place is required by code scanners. */
const toResult = ({ rule, level, agent, where, message, fix }: Flaw, path: string | undefined) => ({
	...{ ruleId: rule, ruleIndex: ids.indexOf(rule), level, message: { text: `${agent}: ${message}. ${fix}` } },
	locations: [
		{
			physicalLocation: { artifactLocation: { uri: path === undefined ? `agent:${agent}` : pathToFileURL(path).href } },
			logicalLocations: [{ fullyQualifiedName: `${agent}.${where}` }],
		},
	],
	partialFingerprints: { finding: `${agent}/${where}/${rule}` },
});
