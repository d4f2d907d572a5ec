/** The model that is asked first, and what comes after it. */
export const subtitle = `={{
	((models) => {
		if (models.length === 0) return 'No model yet';
		const [first, second] = models.map(({ source, model }) => (source === 'connected' ? 'connected model' : model?.value || model || source));
		if (models.length === 1) return first + ', no fallback';
		return first + ', then ' + (models.length === 2 ? second : models.length - 1 + ' more');
	})($parameter.models?.model ?? [])
}}`;
