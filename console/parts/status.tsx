export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet';

const shapes: Record<Tone, string> = { good: '✓', bad: '✕', warn: '!', busy: '…', quiet: '–' };

/** A state by shape, text and colour: colour alone says nothing. */
export const Status = ({ tone, children }: { tone: Tone; children: string }) => (
	<span class={`status ${tone}`}>
		<span class="shape" aria-hidden="true">
			{shapes[tone]}
		</span>
		{children}
	</span>
);
