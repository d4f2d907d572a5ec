import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { place, setQuery } from '../../app/router';
import { type Change, Diff } from '../../parts/diff';
import { Fault } from '../../parts/fault';
import { Select } from '../../parts/fields';
import { Skeleton } from '../../parts/skeleton';
import { agentsWords as words } from './agents-words';
import { compareVersions, type Manifest } from './registry';

interface Difference {
	changes: Change[];
	requiredBump: 'none' | 'patch' | 'minor' | 'major';
}

/** Compares two versions: the newest and its predecessor, or any two. The lower one comes first. */
export function Compare({ manifests }: { manifests: Manifest[] }) {
	const { one: askedOne, other: askedOther } = place.value.query;
	const ordered = manifests.toSorted(
		(left, right) => compareVersions(left.version, right.version) || left.publishedAt.localeCompare(right.publishedAt),
	);
	const find = (sha256: string | undefined) => ordered.find((manifest) => manifest.sha256 === sha256);
	const upper = find(askedOther) ?? ordered.at(-1)!;
	const lower = find(askedOne) ?? ordered[Math.max(ordered.indexOf(upper) - 1, 0)]!;
	const [from, to] = ordered.indexOf(lower) <= ordered.indexOf(upper) ? [lower, upper] : [upper, lower];
	const options = ordered.toReversed().map(({ sha256, version, state }) => ({ value: sha256, text: `${version} (${words(state)})` }));
	return (
		<section class="section card" aria-labelledby="difference">
			<h3 id="difference">{words('difference')}</h3>
			<div class="filters">
				<Select label={words('oneVersion')} value={lower.sha256} options={options} onChange={(one) => setQuery({ one })} />
				<Select label={words('otherVersion')} value={upper.sha256} options={options} onChange={(other) => setQuery({ other })} />
			</div>
			{from === to ? <p class="quiet">{words('chooseTwo')}</p> : <Changes from={from} to={to} />}
		</section>
	);
}

function Changes({ from, to }: { from: Manifest; to: Manifest }) {
	const path = `manifests/${from.sha256}/diff/${to.sha256}`;
	const { data, problem, reload } = useQuery(path, (signal) => call<Difference>(`GET ${path}`, { signal }));
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />;
	return (
		<>
			<p role="status">
				{words('from', from.version, to.version)} {words('changes', data.changes.length)} {words(`bump-${data.requiredBump}`)}
			</p>
			<Diff changes={data.changes} />
		</>
	);
}
