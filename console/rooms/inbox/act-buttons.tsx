import { useState } from 'preact/hooks';
import { Dialog } from '../../parts/dialog';
import { TextArea } from '../../parts/fields';
import type { Act } from './acts';
import { actWords } from './act-words';
import type { ItemProps } from './item-props';

interface ActButtonsProps extends Pick<ItemProps, 'id' | 'settle'> {
	acts: Act[];
}

export function ActButtons({ acts, id, settle }: ActButtonsProps) {
	const [act, setAct] = useState<Act>();
	return (
		<p class="actions decide">
			{acts.map((one, index) => (
				<button
					key={one.name}
					type="button"
					class={`button ${one.isDangerous ? 'danger' : index === 0 ? 'main' : ''}`}
					onClick={() => setAct(one)}
				>
					{actWords(one.name)}
				</button>
			))}
			{act && <ActDialog act={act} id={id} settle={settle} close={() => setAct(undefined)} />}
		</p>
	);
}

function ActDialog({ act, id, settle, close }: { act: Act; close: () => void } & Pick<ItemProps, 'id' | 'settle'>) {
	const [reason, setReason] = useState('');
	return (
		<Dialog
			title={actWords(act.name)}
			action={actWords(act.name)}
			isDangerous={act.isDangerous}
			close={close}
			perform={() => settle(() => act.perform(id, reason.trim()), actWords('done'))}
		>
			{act.reason !== 'none' && (
				<TextArea
					label={actWords(act.reason === 'needed' ? 'reason' : 'comment')}
					value={reason}
					required={act.reason === 'needed'}
					onChange={setReason}
				/>
			)}
		</Dialog>
	);
}
