import { CopyButton } from '../../parts/copy-button';
import { sayFailure } from './upload-words';

interface FailureProps {
	of: string;
	reason?: string;
	message?: string;
	fix?: string;
}

export function Failure({ of, reason, message, fix }: FailureProps) {
	const said = sayFailure(reason);
	return (
		<div class="failure">
			<p class="line">
				<strong>{said.what}</strong> {said.fix}
			</p>
			{message !== undefined && (
				<p class="line quiet">
					{message} <CopyButton text={[of, reason, message, fix].filter(Boolean).join('\n')} about={of} />
				</p>
			)}
		</div>
	);
}
