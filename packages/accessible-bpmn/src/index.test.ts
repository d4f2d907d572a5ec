import type { BaseViewerOptions } from 'bpmn-js/lib/BaseViewer';
import { accessibleBpmn, AccessibleBpmn, en, pt } from './index';

it('is a module as the options of a viewer have them', () => {
	// The compiler checks it against the types of bpmn-js.
	const options: BaseViewerOptions = { additionalModules: [accessibleBpmn] };
	expect(options.additionalModules).toEqual([{ __init__: ['accessibleBpmn'], accessibleBpmn: ['type', AccessibleBpmn] }]);
	expect([en.language, pt.language]).toEqual(['en', 'pt-BR']);
});
