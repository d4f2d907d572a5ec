import { place } from '../../app/router';
import { useState } from 'preact/hooks';
import { inboxPath, isKind } from './item';
import { InboxList } from './inbox-list';
import { ItemPane } from './item-pane';
import { go } from '../../app/router';

export default function InboxRoom() {
	const [kind, ...rest] = place.value.rest;
	const id = rest.join('/');
	const [turn, setTurn] = useState(0);
	const isOpen = isKind(kind) && id !== '';
	const leave = () => {
		setTurn((before) => before + 1);
		go(inboxPath());
	};
	return (
		<div class={`inbox ${isOpen ? 'with-item' : ''}`}>
			<section class="inbox-list">
				<InboxList turn={turn} open={isOpen ? { kind, id } : undefined} />
			</section>
			{isOpen && <ItemPane key={`${kind} ${id}`} kind={kind} id={id} leave={leave} reloadList={() => setTurn((before) => before + 1)} />}
		</div>
	);
}
