import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code comes after the first paint, and how to have it come now. */
export type Lazy<Props> = FunctionComponent<Props> & { preload: () => void };

/**
 * What opens with a click need not be loaded before the panel paints: `load` imports it later. It comes from the
 * extension's own files, within a frame or two; `preload` takes even those away.
 */
export function lazy<Props extends object>(load: () => Promise<FunctionComponent<Props>>): Lazy<Props> {
  let loading: Promise<FunctionComponent<Props>> | undefined;
  let loaded: FunctionComponent<Props> | undefined;
  const start = async () => (loaded = await (loading ??= load()));

  function LazyComponent(props: Props) {
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (!Component) void start().then((component) => setComponent(() => component));
    }, []);
    return Component ? <Component {...props} /> : null;
  }
  return Object.assign(LazyComponent, { preload: () => void start() });
}
