import { place } from '../../app/router';
import { CollectionList } from './collection-list';
import { CollectionPage } from './collection-page';

export default function KnowledgeRoom() {
	const [part, name] = place.value.rest;
	return part === 'collections' && name !== undefined ? <CollectionPage key={name} name={name} /> : <CollectionList />;
}
