//! Values that must not be seen.

use std::fmt;

use zeroize::Zeroize;

/// A value that is not printed, not serialized, and zeroed when it is dropped. A search for
/// `expose` shows each place that looks at one.
#[derive(Clone)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Wraps a value; the caller must not keep a copy.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value in the clear.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    /// Tells a test that it was zeroed.
    struct Witness(Rc<Cell<bool>>);

    impl Zeroize for Witness {
        fn zeroize(&mut self) {
            self.0.set(true);
        }
    }

    #[test]
    fn a_secret_is_zeroed_when_dropped() {
        let zeroed = Rc::new(Cell::new(false));
        let secret = Secret::new(Witness(Rc::clone(&zeroed)));
        assert!(!zeroed.get());
        drop(secret);
        assert!(zeroed.get());
    }

    #[test]
    fn a_secret_does_not_print_its_value() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.expose(), "hunter2");
    }
}
