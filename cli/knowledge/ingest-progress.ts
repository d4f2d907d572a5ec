import type { IngestedDocument, IngestEvent } from '../../core/knowledge/ingest/ingest-events';
import type { SourceProblem } from '../../providers/sources/source-failure';
import { formatCount } from '../terminal/format-text';
import { plain, type Terminal } from '../terminal/terminal';

/** So many problems are named one by one. */
const maxNamedProblems = 1_000;
/** Between two lines that say how far it is, where they stay; and where each takes the place of the one before. */
const [lineMs, shownMs] = [5_000, 250];

/** Says on standard error how far an ingestion is. */
export class IngestProgress {
	/** What could not be taken for a document. */
	problems = 0;
	/** Documents that came, and hold no text. */
	empty = 0;
	/** That gave no text, of documents that did. */
	readonly pages = { empty: 0, documents: 0 };
	#counts = { added: 0, changed: 0, unchanged: 0, failed: 0 };
	#embedded = '';
	#toldAt: number;

	constructor(
		private readonly terminal: Terminal,
		private readonly now = Date.now,
	) {
		this.#toldAt = now();
	}

	report(event: IngestEvent): void {
		if (event.kind === 'document') {
			this.#counts[event.document.state] += 1;
			this.#lookFor(event.document);
		}
		if (event.kind === 'embedding') this.#embedded = `, ${formatCount(event.done)} of ${formatCount(event.chunks)} chunks embedded`;
		this.#show();
	}

	/** What holds less than people see in it. */
	#lookFor(document: IngestedDocument): void {
		if (document.state !== 'added' && document.state !== 'changed') return;
		if (document.chunks === 0) this.empty += 1;
		if (!document.emptyPages) return;
		this.pages.empty += document.emptyPages;
		this.pages.documents += 1;
	}

	reportProblem({ source, line, message, passedOver = false }: SourceProblem): void {
		if (!passedOver) this.problems += 1;
		if (!passedOver && this.problems > maxNamedProblems) return;
		const place = `${line === undefined ? '' : `line ${line} of `}${source === '-' ? 'standard input' : source}`;
		this.terminal.note(`${passedOver ? 'passed over' : 'error'}: ${plain(place)} ${plain(message)}`);
	}

	/** Where it ended before its end. */
	reportPartial(): void {
		if (this.#total() > 0) this.terminal.note(`so far: ${this.#line()}; what is in stays`);
	}

	end(): void {
		this.terminal.showProgress?.('');
	}

	#show(): void {
		const { showProgress, note } = this.terminal;
		if (this.now() - this.#toldAt < (showProgress ? shownMs : lineMs)) return;
		this.#toldAt = this.now();
		(showProgress ?? note)(this.#line());
	}

	#total(): number {
		return Object.values(this.#counts).reduce((sum, value) => sum + value, 0);
	}

	#line(): string {
		const states = Object.entries(this.#counts).flatMap(([state, value]) => (value > 0 ? [`${formatCount(value)} ${state}`] : []));
		return `${formatCount(this.#total())} documents${states.length > 0 ? ` (${states.join(', ')})` : ''}${this.#embedded}`;
	}
}
