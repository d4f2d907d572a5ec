import { place } from '../../app/router';
import { PlanList } from './plan-list';
import { PlanPage } from './plan-page';

export default function PlansRoom() {
	const [id] = place.value.rest;
	return id === undefined ? <PlanList /> : <PlanPage key={id} id={id} />;
}
