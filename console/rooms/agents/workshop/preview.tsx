import { CopyButton } from '../../../parts/copy-button';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { formatNumber } from '../../../words/format';
import type { Input } from './prompt-drafts';
import { useAnswer } from './use-answer';
import { workshopWords as words } from './workshop-words';

interface Rendered {
	text: string;
	missing: string[];
	characters: number;
	tokens: number;
	isEstimate: boolean;
}

export const readSamples = (inputs: readonly Input[]): Record<string, string> =>
	Object.fromEntries(inputs.filter(({ sample }) => sample !== '').map(({ name, sample }) => [name, sample]));

/** The prompt as a model gets it, live. @param model counts tokens; absent: an estimate */
export function Preview({ text, inputs, model }: { text: string; inputs: Input[]; model: string | undefined }) {
	const body = text === '' ? undefined : { content: text, values: readSamples(inputs), ...(model !== undefined && { model }) };
	const { answer, problem, isCurrent } = useAnswer<Rendered>('POST prompts/render', body);
	return (
		<section class="card" aria-labelledby="preview" aria-busy={!isCurrent}>
			<h2 id="preview">{words('preview')}</h2>
			{problem && <Fault problem={problem} />}
			{!answer && !problem && (text === '' ? <p class="quiet">{words('nothingToShow')}</p> : <Skeleton />)}
			{answer && !problem && (
				<>
					<pre class="text">{answer.text}</pre>
					<p class="quiet">
						{words('counts', formatNumber(answer.characters), formatNumber(answer.tokens), answer.isEstimate ? undefined : model)}
					</p>
					{answer.missing.length > 0 && <p class="quiet">{words('missing', answer.missing.join(', '))}</p>}
					<CopyButton text={answer.text} about={words('preview')} />
				</>
			)}
		</section>
	);
}
