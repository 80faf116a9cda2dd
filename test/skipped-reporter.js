/**
 * Jest reporter: the last lines of a run name each proof that this machine could not give, with its reason, and count all of them.
 * A skipped test that says why has `SKIPPED` or `(skipped: …)` in its name; the others are counted under their file.
 */
class SkippedReporter {
  onRunComplete(_, results) {
    const lines = [];
    for (const { testFilePath, testResults } of results.testResults) {
      const skipped = testResults.filter(({ status }) => status === 'pending');
      const told = skipped.filter(({ fullName }) => /skipped/i.test(fullName));
      for (const { fullName } of told) lines.push(fullName);
      const rest = skipped.length - told.length;
      const file = testFilePath.split('/').at(-1);
      if (rest > 0) lines.push(`${file}: ${rest} ${told.length > 0 ? 'more for the same reason' : 'not asked for'}`);
    }
    if (lines.length > 0) process.stderr.write(`\nNot proven on this machine:\n${lines.map((line) => `  ${line}\n`).join('')}`);
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = results;
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}

module.exports = SkippedReporter;
