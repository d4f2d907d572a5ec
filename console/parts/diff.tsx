import { defineWords } from '../words/words';
import { compareTexts } from './compare-texts';
import { Status, type Tone } from './status';

export interface Change {
	path: string;
	kind: 'added' | 'removed' | 'changed';
	from?: unknown;
	to?: unknown;
}

const tones: Record<Change['kind'], Tone> = { added: 'good', removed: 'bad', changed: 'warn' };

/** Shows changes: texts word by word, other values before and after. */
export const Diff = ({ changes }: { changes: Change[] }) => (
	<ol class="diff">
		{changes.map(({ path, kind, from, to }) => (
			<li key={`${kind} ${path}`}>
				<p class="diff-head">
					<Status tone={tones[kind]}>{words(kind)}</Status> <code>{readPointer(path)}</code>
				</p>
				{(from !== undefined || to !== undefined) && <Values from={from} to={to} />}
			</li>
		))}
	</ol>
);

function Values({ from, to }: { from?: unknown; to?: unknown }) {
	const parts = compareTexts(write(from), write(to));
	return (
		<pre class="diff-text">
			{parts.map(({ kind, text }, index) => {
				if (kind === 'same') return <span key={index}>{shorten(text, index === 0, index === parts.length - 1)}</span>;
				const Mark = kind === 'removed' ? 'del' : 'ins';
				return (
					<Mark key={index}>
						<span class="unseen">{words(kind === 'removed' ? 'begin' : 'put')}</span>
						{text}
						<span class="unseen">{words('end')}</span>
					</Mark>
				);
			})}
		</pre>
	);
}

const write = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Characters of unchanged text on each side of a change. */
const around = 200;

function shorten(text: string, isFirst: boolean, isLast: boolean): string {
	const head = isFirst ? 0 : around;
	const tail = isLast ? 0 : around;
	if (text.length <= 2 * around) return text;
	return `${text.slice(0, head)}\u00A0[…]\u00A0${tail === 0 ? '' : text.slice(-tail)}`;
}

/** `/tools/rules/0` is read as `tools › rules › 0`. */
const readPointer = (path: string): string =>
	path.startsWith('/')
		? path
				.slice(1)
				.split('/')
				.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
				.join(' › ')
		: path;

const words = defineWords(
	{ added: 'added', removed: 'removed', changed: 'changed', begin: '[taken out: ', put: '[put in: ', end: ']' },
	{ added: 'incluído', removed: 'removido', changed: 'alterado', begin: '[retirado: ', put: '[incluído: ', end: ']' },
);
