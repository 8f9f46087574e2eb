import { signal } from '@preact/signals';
import { render } from 'preact';

const line = signal('Nothing yet');

function Panel() {
  return <main>{line.value}</main>;
}

render(<Panel />, document.body);
