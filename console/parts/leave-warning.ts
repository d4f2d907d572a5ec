import { useEffect } from 'preact/hooks';

/** Has the browser warn before typed text is lost. It is stored nowhere: it may be personal data. */
export function useLeaveWarning(isTyped: boolean): void {
	useEffect(() => {
		if (!isTyped) return undefined;
		const warn = (event: BeforeUnloadEvent) => event.preventDefault();
		addEventListener('beforeunload', warn);
		return () => removeEventListener('beforeunload', warn);
	}, [isTyped]);
}
