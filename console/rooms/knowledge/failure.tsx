import { CopyButton } from '../../parts/copy-button';
import { sayFailure } from './upload-words';

interface FailureProps {
	/** Names the file for readers of a screen. */
	of: string;
	reason?: string;
	/** As the service says it, in English. */
	message?: string;
	fix?: string;
}

/** Why a file failed and what to do, in the language of the page, with the words of the service to copy. */
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
