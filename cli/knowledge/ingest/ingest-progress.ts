import type { IngestedDocument, IngestEvent } from '../../../core/knowledge/ingest/ingest-events';
import type { SourceProblem } from '../../../providers/sources/source-failure';
import { countNouns, formatCount } from '../../terminal/format-text';
import { ProgressLine } from '../../terminal/progress-line';
import { listPages } from '../list-pages';
import { printable, type Terminal } from '../../terminal/terminal';

/** Further problems are counted, not printed. */
const maxNamedProblems = 1_000;

/** Reports the progress of an ingestion on standard error. */
export class IngestProgress {
	/** The number of inputs that could not be read as documents. */
	problems = 0;
	/** The number of documents without text. */
	empty = 0;
	/** Pages without text, and the documents that contain them. */
	readonly pages = { empty: 0, documents: 0 };
	#counts = { added: 0, changed: 0, unchanged: 0, failed: 0 };
	#embedded = '';
	#reviewed = 0;

	readonly #line: ProgressLine;

	constructor(private readonly terminal: Terminal) {
		this.#line = new ProgressLine(terminal);
	}

	report(event: IngestEvent): void {
		if (event.kind === 'document') {
			this.#counts[event.document.state] += 1;
			this.#countEmpty(event.document);
			this.#tellReview(event.document);
		}
		if (event.kind === 'embedding') this.#embedded = `, ${formatCount(event.done)} of ${countNouns(event.chunks, 'chunk')} embedded`;
		this.#line.show({ done: this.#total(), unit: 'document', note: `${this.#states()}${this.#embedded}` });
	}

	/** Counts documents and pages without text. */
	#countEmpty(document: IngestedDocument): void {
		if (document.state !== 'added' && document.state !== 'changed') return;
		if (document.chunks === 0) this.empty += 1;
		if (!document.emptyPages) return;
		if (this.pages.documents < maxNamedProblems)
			this.terminal.note(printable(`no text on ${listPages(document.emptyPages, document.emptyPageNumbers ?? [])} of ${document.id}`));
		this.pages.empty += document.emptyPages;
		this.pages.documents += 1;
	}

	/** Names documents that a person should compare; further ones are counted only. */
	#tellReview(document: IngestedDocument): void {
		if (document.state === 'failed' || (!document.outliers && !document.contradicts)) return;
		this.#reviewed += 1;
		if (this.#reviewed > maxNamedProblems) return;
		const { id, outliers = 0, contradicts = [] } = document;
		const unlike = outliers > 0 ? [`unlike the collection in ${countNouns(outliers, 'passage')}`] : [];
		const otherwise = contradicts.length > 0 ? [`other numbers, or the opposite, than ${contradicts.join(', ')}`] : [];
		this.terminal.note(printable(`look at ${id}: ${[...unlike, ...otherwise].join('; ')}`));
	}

	reportProblem({ source, line, message, passedOver = false }: SourceProblem): void {
		if (!passedOver) this.problems += 1;
		if (!passedOver && this.problems > maxNamedProblems) return;
		const place = `${line === undefined ? '' : `line ${line} of `}${source === '-' ? 'standard input' : source}`;
		this.terminal.note(`${passedOver ? 'skipped' : 'error'}: ${printable(place)} ${printable(message)}`);
	}

	/** Reports what was ingested before the command was interrupted. */
	reportPartial(): void {
		if (this.#total() > 0)
			this.terminal.note(`so far: ${countNouns(this.#total(), 'document')}, ${this.#states()}; these documents are kept`);
	}

	end(): void {
		this.#line.end();
	}

	#total(): number {
		return Object.values(this.#counts).reduce((sum, value) => sum + value, 0);
	}

	#states(): string {
		return Object.entries(this.#counts)
			.flatMap(([state, value]) => (value > 0 ? [`${formatCount(value)} ${state}`] : []))
			.join(', ');
	}
}
