import { place } from '../../app/router';
import { TalkList } from './talk-list';
import { TalkPage } from './talk-page';

export default function ConversationsRoom() {
	const [part] = place.value.rest;
	return part === undefined ? <TalkList /> : <TalkPage key={part} id={part} />;
}
