// The machine's own clock and randomness, for main()s.
#pragma once
#include "base/clock.h"

#include <cerrno>
#include <chrono>
#include <system_error>

#include <sys/random.h>

namespace sunlot::apps {

class WallClock : public Clock {
public:
    Instant now() const override {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
    }
};

class KernelEntropy : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override {
        for (std::size_t done = 0; done < bytes.size();) {
            const auto got = ::getrandom(bytes.data() + done, bytes.size() - done, 0);
            if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
            if (got > 0) done += static_cast<std::size_t>(got);
        }
    }
};

}  // namespace sunlot::apps
