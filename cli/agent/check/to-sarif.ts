import { homepage, version } from '../../../package.json';
import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { flowRules, type FlowRuleId } from '../../../core/agents/check/flow-rules';
import type { LocatedFlaw } from './locate-flaws';

const ids = Object.keys(flowRules) as FlowRuleId[];
const base = 'SRCROOT';

/**
 * Converts findings to SARIF 2.1.0 (OASIS). An agent that several call has its findings once.
 * @param folder code scanners show files in it, by their paths from there
 */
export function toSarif(flaws: readonly LocatedFlaw[], folder: string) {
	const results = new Map(flaws.map((flaw) => [nameFlaw(flaw), toResult(flaw, folder)]));
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'troupe agent check', version, informationUri: homepage, rules: ids.map(toRule) } },
				originalUriBaseIds: { [base]: { uri: `${pathToFileURL(folder).href}/` } },
				results: [...results.values()],
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

const nameFlaw = ({ agent, where, rule, path = '' }: LocatedFlaw): string => [path, agent, where, rule].join('/');

/** A place is required by code scanners. */
function toResult({ rule, level, agent, where, message, fix, path, place }: LocatedFlaw, folder: string) {
	const region = place && { startLine: place.line, startColumn: place.column, endLine: place.endLine, endColumn: place.endColumn };
	return {
		ruleId: rule,
		ruleIndex: ids.indexOf(rule),
		level,
		message: { text: `${agent}: ${message}. ${fix}` },
		locations: [
			{
				physicalLocation: { artifactLocation: toLocation(agent, path, folder), ...(region && { region }) },
				logicalLocations: [{ fullyQualifiedName: `${agent}.${where}` }],
			},
		],
		partialFingerprints: { finding: `${agent}/${where}/${rule}` },
	};
}

function toLocation(agent: string, path: string | undefined, folder: string) {
	if (path === undefined) return { uri: `agent:${agent}` };
	const within = relative(folder, path);
	if (within.startsWith('..') || isAbsolute(within)) return { uri: pathToFileURL(path).href };
	return { uri: within.split(sep).map(encodeURIComponent).join('/'), uriBaseId: base };
}
