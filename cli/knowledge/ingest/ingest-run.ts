import { settingIs } from '../../../core/base/settings/settings';
import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import type { PersonalDataPolicy } from '../../../core/knowledge/private-data/document-policy';
import type { OutliersPolicy } from '../../../core/knowledge/review/review-documents';
import type { OrdersPolicy } from '../../../core/knowledge/private-data/find-quarantine';
import type { IngestEvent, IngestSummary } from '../../../core/knowledge/ingest/ingest-events';
import { closeKnowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { listSources } from '../../../providers/sources/list-sources';
import type { PassedOver } from '../../../providers/sources/no-documents';
import { WebPages } from '../../../providers/sources/web-pages';
import { withMetadata } from '../../../providers/sources/with-metadata';
import { admitCommand, openHost } from '../../host';
import { countNouns, formatCount } from '../../terminal/format-text';
import { readFile, readLines } from '../../terminal/line-reader';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import { onlyHere } from '../../services/only-here';
import { ingestAtService } from './ingest-at-service';
import { IngestProgress } from './ingest-progress';
import { type ChunkOptions, toChunkingChoice } from '../knowledge-options';
import { thisUser } from '../this-user';
import { passedOverLines, summaryLines } from './ingest-summary';

export interface IngestCommandOptions extends ChunkOptions {
	into: string;
	embedder?: string;
	wholeDocuments?: boolean;
	personalData?: PersonalDataPolicy;
	orders?: OrdersPolicy;
	outliers?: OutliersPolicy;
	jsonl?: boolean;
	/** File extensions. */
	only?: string[];
	label?: string[];
	metadata?: Metadata;
	prune?: boolean;
	json?: boolean;
}

/** Ingests the paths and reports progress and summary. An interrupted ingestion continues when it is run again. */
export async function runIngest(paths: string[], options: IngestCommandOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	if (options.prune) onlyHere('--prune', terminal);
	const host = terminal.service === undefined ? await openAdmitted(terminal, open) : undefined;
	const mayBePrivate = host ? host.allowPrivateNetworks : settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', terminal.environment);
	const progress = new IngestProgress(terminal);
	const sources = await listSources(paths, {
		web: new WebPages({ allowPrivateNetworks: mayBePrivate }),
		readLines: (path) => readLines(path === '-' ? terminal.input() : readFile(path)),
		onProblem: (problem) => progress.reportProblem(problem),
		jsonLines: options.jsonl,
		endings: options.only,
	});
	try {
		const choice = {
			embedder: options.embedder,
			personalData: options.personalData,
			orders: options.orders,
			outliers: options.outliers,
			chunking: options.wholeDocuments ? { method: 'whole' as const } : toChunkingChoice(options),
		};
		const here = { writer: thisUser(), ...(options.prune && { covers: (id: string) => sources.covers(id) }) };
		const documents = withMetadata(sources.documents, mergeMetadata(options));
		const report = (event: IngestEvent) => progress.report(event);
		const summary = host
			? await (await openKnowledge(host)).ingest(options.into, documents, { ...choice, ...here }, terminal.stop, report)
			: await ingestAtService(options.into, documents, choice, terminal, report);
		progress.end();
		reportSummary(summary, sources.passedOver, progress, options, terminal);
		return summary.failed + progress.problems > 0 ? 1 : 0;
	} catch (error) {
		progress.end();
		progress.reportPartial();
		throw error;
	} finally {
		if (host) await closeKnowledge(host);
	}
}

async function openAdmitted(terminal: Terminal, open: typeof openHost) {
	const host = await open(terminal);
	await admitCommand(host, 'knowledge ingest', terminal);
	return host;
}

function mergeMetadata({ label, metadata = {} }: IngestCommandOptions): Metadata {
	return { ...metadata, ...(label && { labels: label }) };
}

function reportSummary(
	summary: IngestSummary,
	passedOver: PassedOver,
	{ problems, empty, pages }: IngestProgress,
	{ json }: IngestCommandOptions,
	terminal: Terminal,
): void {
	if (json) terminal.print(JSON.stringify({ ...summary, passedOver: Object.fromEntries(passedOver), problems }, null, 2));
	else for (const line of [...summaryLines(summary, terminal), ...passedOverLines(passedOver)]) terminal.print(line);
	if (problems > 0) terminal.note(`${countNouns(problems, 'input')} could not be read; see the errors above`);
	if (empty > 0) terminal.note(`no text to search: ${countNouns(empty, 'document')}`);
	if (pages.empty > 0) {
		terminal.note(
			`pages without text: ${formatCount(pages.empty)} in ${countNouns(pages.documents, 'document')}; they are blank, or images that need text recognition (OCR)`,
		);
	}
	if (summary.quarantined > 0)
		terminal.note(
			`in quarantine: ${countNouns(summary.quarantined, 'document')}, which no search finds; troupe knowledge quarantine --in ${summary.collection} shows why`,
		);
	if (summary.doubtful > 0)
		terminal.note(
			`text that looks wrong: in ${countNouns(summary.doubtful, 'document')}, which no search may find; troupe knowledge list --in ${summary.collection} shows which. Save them in UTF-8, or export them again`,
		);
	if (!json && summary.removed.length > 0) for (const id of summary.removed.slice(0, 1_000)) terminal.note(`removed: ${id}`);
}
