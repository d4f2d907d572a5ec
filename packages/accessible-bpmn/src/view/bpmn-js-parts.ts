/**
 * Makes what bpmn-js itself puts around a diagram fit: the trail of sub-processes gets a name, and the Tab key does not stop at the buttons that open
 * sub-processes, which come before the diagram in the page. Enter on the sub-process does the same.
 */
export function adaptOwnParts(container: HTMLElement, crumbs: string): void {
	for (const list of container.querySelectorAll('.bjs-breadcrumbs')) list.setAttribute('aria-label', crumbs);
	for (const button of container.querySelectorAll('.bjs-drilldown')) button.setAttribute('tabindex', '-1');
	for (const drawing of container.querySelectorAll('.bjs-powered-by svg')) drawing.setAttribute('aria-hidden', 'true');
}
