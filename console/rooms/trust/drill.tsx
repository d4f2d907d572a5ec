import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { place, setQuery } from '../../app/router';
import { Fault } from '../../parts/fault';
import { TextField } from '../../parts/fields';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { sayKind } from '../../words/kinds';
import { WithRegistry } from '../agents/with-registry';
import { rootWords as words } from './root-words';

interface Next {
	goesTo: string | null;
}

interface Drilled {
	what: string;
	stops: Array<Next & { kind: string; name: string; version: string; sha256: string; reason: string }>;
	callers: Array<Next & { kind: string; name: string; version: string; calls: string; range: string }>;
	rollouts: Array<Next & { id: string; from: string; to: string; becomes: string }>;
	roles: Array<{ role: string; left: number; threshold: number; isEnough: boolean }>;
	people: string[];
	processes?: Array<Next & { processId: string; version: number; element: string; calls: string; instances: number }>;
	machines?: Array<{ machine: string; program: string; isGone: boolean; runs: string[] }>;
	leftOut?: Array<{ part: 'processes' | 'machines'; scope: string }>;
	isCut: boolean;
}

export const Drill = () => (
	<WithRegistry>
		<Drilling />
	</WithRegistry>
);

function Drilling() {
	const { of = '' } = place.value.query;
	const [text, setText] = useState(of);
	const read = of === '' ? undefined : (signal: AbortSignal) => call<Drilled>('GET drill', { query: readTarget(of), signal });
	const { data, problem, isLoading, reload } = useQuery(`drill ${of}`, read);
	return (
		<>
			<p>{words('drillLead')}</p>
			<form
				class="filters"
				onSubmit={(event) => {
					event.preventDefault();
					if (text.trim() === of) reload();
					else setQuery({ of: text.trim() });
				}}
			>
				<TextField label={words('target')} help={words('targetHelp')} value={text} required maxLength={300} onChange={setText} />
				<button type="submit" class="button main">
					{words('drill')}
				</button>
			</form>
			<div aria-live="polite" aria-busy={isLoading}>
				{problem && <Fault problem={problem} retry={reload} />}
				{of !== '' && !data && !problem && <Skeleton rows={3} />}
				{data && !problem && <Result of={data} />}
			</div>
		</>
	);
}

/** `agent:clerk@1.1.0`, a SHA-256 in hex, or the id of a key. */
function readTarget(of: string): Record<string, string> {
	const [, kind = 'agent', name, version] = /^(?:(package|agent|prompt|policy|template|evaluation):)?(.+)@([^@]+)$/.exec(of) ?? [];
	if (name !== undefined && version !== undefined) return { kind, name, version };
	return /^[0-9a-f]{64}$/.test(of) ? { sha256: of } : { key: of };
}

function Result({ of }: { of: Drilled }) {
	const { what, stops, callers, rollouts, roles, people, processes = [], machines = [], leftOut = [], isCut } = of;
	return (
		<>
			<h2>{words('wouldStop', what, stops.length)}</h2>
			<List title={words('stops')} items={stops}>
				{({ kind, name, version, reason, goesTo }) => (
					<>
						<strong>
							{sayKind(kind)} {name} {version}
						</strong>{' '}
						<Successor goesTo={goesTo} /> <span class="line">{reason}</span>
					</>
				)}
			</List>
			<List title={words('callers')} items={callers}>
				{({ kind, name, version, calls, range, goesTo }) => (
					<>
						<strong>
							{sayKind(kind)} {name} {version}
						</strong>{' '}
						<code>
							{calls}@{range}
						</code>{' '}
						<Successor goesTo={goesTo} />
					</>
				)}
			</List>
			<List title={words('processes')} items={processes}>
				{({ processId, version, element, calls, instances, goesTo }) => (
					<>
						<strong>
							{processId} {version}
						</strong>
						, {element} <code>{calls}</code>, {words('running', instances)} <Successor goesTo={goesTo} />
					</>
				)}
			</List>
			<List title={words('rollouts')} items={rollouts}>
				{({ id, from, to, becomes, goesTo }) => (
					<>
						<strong>{id}</strong>: {words('rollout', from, to, becomes)} <Successor goesTo={goesTo} />
					</>
				)}
			</List>
			<List title={words('machines')} items={machines}>
				{({ machine, program, isGone, runs }) => (
					<>
						<strong>
							<bdi>{machine}</bdi>
						</strong>{' '}
						({program}) {isGone && <Status tone="quiet">{words('gone')}</Status>} <code>{runs.join(', ')}</code>
					</>
				)}
			</List>
			<List title={words('roles')} items={roles}>
				{({ role, left, threshold, isEnough }) => (
					<Status tone={isEnough ? 'good' : 'bad'}>{words(isEnough ? 'enough' : 'notEnough', role, left, threshold)}</Status>
				)}
			</List>
			<List title={words('people')} items={people}>
				{(person) => words('tokensEnd', person)}
			</List>
			{leftOut.map(({ part, scope }) => (
				<p key={part}>{words('leftOut', words(part), scope)}</p>
			))}
			{isCut && <p>{words('isCut')}</p>}
			<p class="quiet">{words('unchanged')}</p>
		</>
	);
}

function List<Item>({ title, items, children }: { title: string; items: Item[]; children: (item: Item) => ComponentChildren }) {
	if (items.length === 0) return null;
	return (
		<section class="section">
			<h3>
				{title} ({items.length})
			</h3>
			<ul>
				{items.map((item, index) => (
					<li key={index}>{children(item)}</li>
				))}
			</ul>
		</section>
	);
}

const Successor = ({ goesTo }: Next) =>
	goesTo === null ? <Status tone="bad">{words('noSuccessor')}</Status> : <Status tone="warn">{words('successor', goesTo)}</Status>;
