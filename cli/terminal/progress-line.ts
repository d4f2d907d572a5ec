import type { Progress } from '../../providers/state/operations/operations';
import { countNouns, formatCount } from './format-text';
import type { Terminal } from './terminal';

/** The time between two progress reports: as separate lines, and as one line that is replaced. */
const lineMs = 5_000;
const shownMs = 250;

export class ProgressLine {
	#toldAt: number;
	#waits = false;
	#isShown = false;

	constructor(
		private readonly terminal: Pick<Terminal, 'showProgress' | 'note'>,
		private readonly now = Date.now,
	) {
		this.#toldAt = now();
	}

	readonly show = ({ done, total, unit, note, isWaiting = false }: Progress): void => {
		const { showProgress } = this.terminal;
		// A change between waiting and working is said at once.
		const isNew = isWaiting !== this.#waits;
		if (!isNew && this.now() - this.#toldAt < (showProgress ? shownMs : lineMs)) return;
		[this.#toldAt, this.#waits, this.#isShown] = [this.now(), isWaiting, true];
		const counted = total === undefined ? countNouns(done, unit) : `${formatCount(done)} of ${countNouns(total, unit)}`;
		(showProgress ?? this.terminal.note)(note === undefined ? counted : `${counted}, ${note}`);
	};

	end(): void {
		if (this.#isShown) this.terminal.showProgress?.('');
	}
}
