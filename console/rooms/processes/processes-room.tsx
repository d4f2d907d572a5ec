import { place } from '../../app/router';
import { DefinitionList } from './definition-list';
import { InstanceList } from './instance-list';
import { InstancePage } from './instance-page';

export default function ProcessesRoom() {
	const [part, key] = place.value.rest;
	if (part === 'definitions') return <DefinitionList />;
	return part === 'instances' && key !== undefined ? <InstancePage key={key} instanceKey={key} /> : <InstanceList />;
}
