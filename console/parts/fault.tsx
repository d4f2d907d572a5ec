import type { Problem } from '../api/problem';
import { defineWords } from '../words/words';
import { CopyButton } from './copy-button';

interface FaultProps {
	problem: Pick<Problem, 'code' | 'message'> & Partial<Pick<Problem, 'fix' | 'requestId'>>;
	count?: number;
	where?: string;
	retry?: () => void;
}

export const Fault = ({ problem: { code, message, fix, requestId }, count, where, retry }: FaultProps) => (
	<div class="fault" role="alert">
		<p>
			<strong>{message}</strong> {count !== undefined && count > 1 && <span class="count">{words('times', count)}</span>}
		</p>
		{where !== undefined && (
			<p class="quiet">
				{words('where')}: {where}
			</p>
		)}
		{fix !== undefined && <p>{fix}</p>}
		<p class="actions">
			<code>{code}</code>
			<CopyButton text={[code, message, where, fix, requestId && `request ${requestId}`].filter(Boolean).join('\n')} />
			{retry && (
				<button type="button" class="button" onClick={retry}>
					{words('retry')}
				</button>
			)}
		</p>
	</div>
);

const words = defineWords(
	{ times: (count: number) => `${count} times`, retry: 'Try again', where: 'Where' },
	{ times: (count) => `${count} vezes`, retry: 'Tentar de novo', where: 'Onde' },
);
