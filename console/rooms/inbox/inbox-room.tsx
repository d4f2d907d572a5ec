import { Heading } from '../../parts/heading';
import { roomWords } from '../../app/room-words';

export default function InboxRoom() {
	return <Heading>{roomWords('inbox')}</Heading>;
}
