const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Jest sequencer: what waits for others most of its time (delays of real providers between two looks, servers that start) begins first, so that the rest
 * runs beside it. At the end, a file that waits alone would leave a processor idle for minutes.
 */
const waiting = ['emulator', 'state-store'].map((name) => `${name}.test.ts`);

class WaitingFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = waiting.indexOf(path.split('/').at(-1));
      return found < 0 ? waiting.length : found;
    };
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
}

module.exports = WaitingFirst;
