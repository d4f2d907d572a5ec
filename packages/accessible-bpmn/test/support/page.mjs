import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import Viewer from 'bpmn-js/lib/Viewer';
import { accessibleBpmn, activateEvent, allowsMarkup, createDefaultPolicy } from '../../src/index.ts';

/** What tests call in the page. */
window.diagram = {
	allowsMarkup,
	async open(xml, options = {}, kind = 'navigated') {
		createPolicy();
		document.querySelector('#outline').replaceChildren();
		window.diagram.viewer?.destroy();
		const Kind = kind === 'plain' ? Viewer : NavigatedViewer;
		const viewer = new Kind({ container: '#canvas', additionalModules: [accessibleBpmn], accessibleBpmn: options });
		window.diagram.viewer = viewer;
		window.diagram.service = viewer.get('accessibleBpmn');
		window.diagram.activated = [];
		viewer.on(activateEvent, ({ element }) => window.diagram.activated.push(element.id));
		window.diagram.service.renderOutline(document.querySelector('#outline'));
		window.diagram.service.renderLegend(document.querySelector('#legend'));
		window.diagram.service.renderKeys(document.querySelector('#keys'));
		await viewer.importXML(xml);
		viewer.get('canvas').zoom('fit-viewport', 'auto');
	},
	async shown() {
		await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
	},
};

let hasPolicy = false;
function createPolicy() {
	if (!hasPolicy && window.wantsPolicy) createDefaultPolicy();
	hasPolicy = true;
}
