import { rcompare, satisfies, validRange } from 'semver';
import type { ManifestSummary, Match, ResolveRequest } from '../registry-api';
import { invalid } from '../lifecycle/request-fields';

/** Which of the manifests that may run fit; the best first. */
export function matchManifests(candidates: ManifestSummary[], request: ResolveRequest): Match[] {
	const { kind, name, range = '*', capabilities = [], limit = 20 } = request;
	if (validRange(range) === null) throw invalid('range', 'is none', 'a range such as ^1.2');
	return candidates
		.filter((one) => (kind === undefined || one.kind === kind) && (name === undefined || one.name === name))
		.filter(({ state, version }) => (state === 'approved' || state === 'deprecated') && satisfies(version, range))
		.filter((one) => capabilities.every((capability) => one.capabilities.includes(capability)))
		.sort((one, other) => one.state.localeCompare(other.state) || rcompare(one.version, other.version))
		.slice(0, limit)
		.map((manifest) => ({
			manifest,
			score: 1,
			reasons: [`${manifest.version} is in ${range}`, ...capabilities.map((capability) => `has the capability ${capability}`)],
			warnings: manifest.state === 'deprecated' ? [`deprecated${manifest.successor ? `, go to ${manifest.successor}` : ''}`] : [],
		}));
}
