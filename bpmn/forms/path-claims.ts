import { splitPath } from './form-fields';
import { isContainer, isDecoration, isList, type FormComponent } from './form-model';

interface Claim {
	inner: Map<string, Claim>;
	/** A field: nothing else can be at its path, or below. */
	isField?: boolean;
	list?: FormComponent;
}

interface Clash {
	id?: string;
	/** Continues `a component …`. */
	reason: string;
}

/** Finds a component whose path another one has: form-js opens no such form. */
export function findClash(components: FormComponent[]): Clash | undefined {
	const root: Claim = { inner: new Map() };
	const ids = new Set<string>();
	const claim = (inner: FormComponent[], around: string[], lists: FormComponent[]): Clash | undefined => {
		for (const component of inner) {
			if (component.id !== undefined && ids.has(component.id))
				return { id: component.id, reason: `has the id "${component.id}" of another component` };
			if (component.id !== undefined) ids.add(component.id);
			if (isDecoration(component)) continue;
			const own = splitPath(component);
			const path = [...around, ...own];
			if (own.length > 0 && !claimPath(root, path, component, lists))
				return { id: component.id, reason: `has the path "${path.join('.')}" of another component` };
			const nested = isContainer(component)
				? claim(component.components ?? [], path, isList(component) ? [...lists, component] : lists)
				: undefined;
			if (nested) return nested;
		}
		return undefined;
	};
	return claim(components, [], []);
}

function claimPath(root: Claim, path: string[], component: FormComponent, lists: FormComponent[]): boolean {
	let place = root;
	let isNew = false;
	for (const name of path) {
		let next = place.inner.get(name);
		if (!next) {
			isNew = true;
			next = { inner: new Map() };
			place.inner.set(name, next);
		}
		if (next.isField || (next.list && !lists.includes(next.list))) return false;
		place = next;
	}
	const isField = !isContainer(component);
	if (!isNew && (isField || isList(component))) return false;
	if (isField) place.isField = true;
	if (isList(component)) place.list = component;
	return true;
}
