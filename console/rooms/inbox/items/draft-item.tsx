import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { CopyButton } from '../../../parts/copy-button';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { Time } from '../../../parts/time';
import type { QualityAnswer } from '../../agents/quality/quality-days';
import { EvaluationTable } from '../../agents/quality/quality-tables';
import { ActButtons } from '../act-buttons';
import { actWords as words } from '../act-words';
import { acts } from '../acts';
import { Facts } from '../facts';
import { inboxWords } from '../inbox-words';
import type { ItemProps } from '../item-props';
import { countedOf, SignDraft, type SignableDraft } from '../signing/sign-draft';
import { useItem } from './use-item';

interface Draft extends SignableDraft {
	author: string;
	publishedAt: string;
	purpose?: string;
	notes?: string;
	testInSandbox?: string;
	reports?: Array<{ sha256: string; level: string; startedAt: string }>;
}

interface Difference {
	changes: Array<{ path: string; kind: 'added' | 'removed' | 'changed'; from?: unknown; to?: unknown }>;
	requiredBump: string;
	reasons: string[];
}

/** A draft of the registry: author, changes, evidence, and approval. */
export function DraftItem({ id, settle, onMissing }: ItemProps) {
	const {
		data: draft,
		problem,
		reload,
	} = useItem(id, (signal) => call<Draft>(`GET manifests/${encodeURIComponent(id)}`, { signal }), onMissing);
	if (!draft) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	return (
		<>
			<Facts
				facts={[
					[inboxWords('what'), `${draft.name} ${draft.version} (${draft.kind})`],
					[words('author'), draft.author],
					[words('published'), <Time at={draft.publishedAt} isExact />],
					[words('approvals'), `${countedOf(draft).length} / ${draft.threshold}`],
					[words('notes'), draft.notes ?? draft.purpose],
					[words('id'), <code>{id}</code>],
				]}
			/>
			<Changes draft={draft} />
			<Reports draft={draft} />
			{draft.kind === 'agent' && may('evaluation:read') && <Quality agent={draft.name} />}
			<SignDraft draft={draft} settle={settle} />
			<ActButtons acts={acts.draft} id={id} settle={settle} />
		</>
	);
}

function Changes({ draft: { kind, name, sha256 } }: { draft: Draft }) {
	const { data, problem } = useQuery(sha256, async (signal) => {
		const { items } = await call<{ items: Draft[] }>('GET manifests', { query: { kind, name, state: 'approved', limit: 1 }, signal });
		const [before] = items;
		if (!before) return { before, difference: undefined };
		return { before, difference: await call<Difference>(`GET manifests/${before.sha256}/diff/${sha256}`, { signal }) };
	});
	if (problem) return <Fault problem={problem} />;
	if (!data) return <Skeleton rows={3} />;
	const { before, difference } = data;
	if (!before || !difference) return <p class="quiet">{words('firstVersion')}</p>;
	return (
		<section>
			<h2>
				{words('changes')} {before.version}
			</h2>
			{difference.changes.length === 0 && <p>{words('noChanges')}</p>}
			<ul class="changes">
				{difference.changes.map(({ path, kind: how, from, to }) => (
					<li key={path}>
						<code>{path}</code> <span class="quiet">{words(how)}</span>
						{from !== undefined && <del>{toText(from)}</del>}
						{to !== undefined && <ins>{toText(to)}</ins>}
					</li>
				))}
			</ul>
			<p class="quiet">
				{words('bump')}: {difference.requiredBump}
			</p>
		</section>
	);
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function Reports({ draft: { reports = [], testInSandbox } }: { draft: Draft }) {
	if (reports.length === 0 && testInSandbox === undefined) return null;
	return (
		<section>
			<h2>{words('reports')}</h2>
			{reports.length === 0 && testInSandbox !== undefined && (
				<p>
					{words('noReports')} <code>{testInSandbox}</code> <CopyButton text={testInSandbox} />
				</p>
			)}
			<ul>
				{reports.map((report) => (
					<li key={report.sha256}>
						{report.level} <code>{report.sha256.slice(0, 16)}</code> <Time at={report.startedAt} />
					</li>
				))}
			</ul>
		</section>
	);
}

function Quality({ agent }: { agent: string }) {
	const { data, problem } = useQuery(agent, (signal) =>
		call<Pick<QualityAnswer, 'evaluations'>>(`GET agents/${encodeURIComponent(agent)}/quality`, { query: { days: 90 }, signal }),
	);
	if (problem) return <Fault problem={problem} />;
	if (!data) return <Skeleton rows={2} />;
	return (
		<section>
			<h2>{words('quality')}</h2>
			{data.evaluations.length === 0 ? <p class="quiet">{words('noQuality')}</p> : <EvaluationTable evaluations={data.evaluations} />}
		</section>
	);
}
