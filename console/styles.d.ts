declare module '*.css?file' {
	const address: string;
	export default address;
}
